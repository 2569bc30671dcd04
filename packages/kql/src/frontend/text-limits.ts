import { type RefusalArguments, type RefusalName, refusalText } from '../refusals/refusal-text.ts'
import type { QueryDiagnostic } from '../world/query-diagnostic.ts'
import { type ListLimit, listLimitAfter, listLimitWithin } from './list-limits.ts'

/** Characters; the service does not accept longer texts either. */
const longest = 2_000_000

/**
 * Open brackets. Well beyond this, each one multiplies the official parser's time, and the stack overflows. Real queries stay
 * below 20.
 */
const deepest = 100

/** Functions declared within functions, each of which doubles the official binder's time. Real queries stay below 4. */
const deepestFunction = 8

/** Pipes or operators in a row, without a bracket or a comma; the official binder accepts trees of at most 500 levels. */
const longestChain = 2_000

/** Words, literals and brackets in a row; the parser's time is quadratic in text that it cannot make sense of. */
const longestRow = 1_000

/** The binder redeclares each one for all that follow. Real queries have up to 20. */
const mostStatements = 300

/** The database plans all joins of a query together, each with the columns of the earlier ones. Real queries have up to 14. */
const mostJoins = 40

/**
 * Tokens that can contain a bracket without opening one, the start of a function's body, brackets, operators, words. A string
 * ends with its line.
 */
const tokens =
  /\/\/[^\r\n]*|```[\s\S]*?(?:```|$)|~~~[\s\S]*?(?:~~~|$)|@"(?:[^"\r\n]|"")*"?|@'(?:[^'\r\n]|'')*'?|"[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*"?|'[^'\\\r\n]*(?:\\.[^'\\\r\n]*)*'?|\)(?:\s|\/\/[^\r\n]*(?:[\r\n]|$))*\{|[([{)\]},;]|[-+*/%.|=<>!]+|\btop-nested\b|\w+|[^\s\w]/g

const comment = /^\/\//
const closing = /^[)\]}]$/
const opening = /^[([{]$|^\)[\s\S]*\{$/
const operator = /^(?:[-+*/%.|=<>!]+|and|or|not)$/
const joining = /^(?:join|lookup)$/

interface Level {
  readonly isFunction: boolean
  /** Pipes or operators since the last separator. */
  chain: number
  /** Words, literals and brackets since the last operator or separator. */
  row: number
  /** Commas since the last pipe or semicolon. */
  commas: number
  list: ListLimit
}

const levelOf = (isFunction: boolean, list: ListLimit): Level => ({ isFunction, chain: 0, row: 0, commas: 0, list })

/** Why a text is too large to be parsed, bound and planned with bounded time and stack, found without parsing it. */
export function textExcess(kql: string): QueryDiagnostic | undefined {
  if (kql.length > longest) return excess(longest, kql.length, 'query-length', longest)
  const levels: Level[] = [levelOf(false, listLimitAfter('|'))]
  let [functions, statements, joins] = [0, 0, 0]
  let before = ''
  for (const { 0: token, index } of kql.matchAll(tokens)) {
    if (comment.test(token)) continue
    const end = index + token.length
    if (token.startsWith(')') || closing.test(token)) {
      if (levels.length > 1 && levels.pop()!.isFunction) functions--
    }
    const level = levels.at(-1)!
    if (opening.test(token)) {
      const isFunction = token.length > 1
      levels.push(levelOf(isFunction, listLimitWithin(token, before, level.list)))
      if (isFunction) functions++
      if (levels.length - 1 > deepest) return excess(end - 1, end, 'open-brackets', deepest)
      if (functions > deepestFunction) return excess(end - 1, end, 'nested-functions', deepestFunction)
    } else if (token === ',') {
      level.commas++
      level.chain = level.row = 0
      if (level.commas >= level.list.most) return excess(index, end, 'list-length', level.list.most, level.list.items)
    } else if (token === ';') {
      Object.assign(level, levelOf(level.isFunction, listLimitAfter('|')))
      if (++statements > mostStatements) return excess(index, end, 'statement-count', mostStatements)
    } else if (operator.test(token)) {
      level.row = 0
      if (++level.chain > longestChain) return excess(index, end, 'operator-chain', longestChain)
      if (token === '|') Object.assign(level, { commas: 0, list: listLimitAfter('|') })
    } else {
      if (++level.row > longestRow) return excess(index, end, 'word-row', longestRow)
      level.list = listLimitAfter(token) ?? level.list
      if (joining.test(token) && ++joins > mostJoins) return excess(index, end, 'join-count', mostJoins)
    }
    before = token
  }
  return undefined
}

const excess = <Name extends RefusalName>(
  start: number,
  end: number,
  name: Name,
  ...args: RefusalArguments<Name>
): QueryDiagnostic => ({ ...refusalText(name, ...args), severity: 'error', start, end })
