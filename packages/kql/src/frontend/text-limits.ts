import type { QueryDiagnostic } from '../world/query-diagnostic.ts'
import { type ListLimit, listLimitAfter, listLimitWithin } from './list-limits.ts'

/** Characters; the service takes no longer text either. */
const longest = 2_000_000

/** Open brackets. Far beyond, each multiplies the official parser's time, and the stack ends. Real queries stay below 20. */
const deepest = 100

/** Functions declared within functions, each of which doubles the official binder's time. Real queries stay below 4. */
const deepestFunction = 8

/** Pipes or operators in a row, without a bracket or a comma; the official binder takes only trees of 500 levels. */
const longestChain = 2_000

/** Words, literals and brackets in a row; the parser's time grows with the square of what it cannot make sense of. */
const longestRow = 1_000

/** The binder declares each anew for all that follow. Real queries have up to 20. */
const mostStatements = 300

/** The database plans all joins of a query together, each with the columns of those before. Real queries have up to 14. */
const mostJoins = 40

/** What can hold a bracket without opening one, the start of a function's body, brackets, operators, words. A string ends with its line. */
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

/** What makes a text too large to be parsed, bound and planned in bounded time and stack, found without parsing it. */
export function textExcess(kql: string): QueryDiagnostic | undefined {
  if (kql.length > longest)
    return excess('too-long', longest, kql.length, `the query is longer than ${longest} characters`)
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
      if (levels.length - 1 > deepest) return excess('too-deep', end - 1, end, `more than ${deepest} brackets are open`)
      if (functions > deepestFunction)
        return excess('too-deep', end - 1, end, `more than ${deepestFunction} functions are nested`)
    } else if (token === ',') {
      level.commas++
      level.chain = level.row = 0
      if (level.commas >= level.list.most)
        return excess('too-long', index, end, `more than ${level.list.most} ${level.list.items} are listed`)
    } else if (token === ';') {
      Object.assign(level, levelOf(level.isFunction, listLimitAfter('|')))
      if (++statements > mostStatements)
        return excess('too-long', index, end, `the query has more than ${mostStatements} statements`)
    } else if (operator.test(token)) {
      level.row = 0
      if (++level.chain > longestChain)
        return excess('too-deep', index, end, `more than ${longestChain} operators follow one another`)
      if (token === '|') Object.assign(level, { commas: 0, list: listLimitAfter('|') })
    } else {
      if (++level.row > longestRow)
        return excess('too-long', index, end, `more than ${longestRow} words follow one another`)
      level.list = listLimitAfter(token) ?? level.list
      if (joining.test(token) && ++joins > mostJoins)
        return excess('too-long', index, end, `the query has more than ${mostJoins} joins`)
    }
    before = token
  }
  return undefined
}

const excess = (code: string, start: number, end: number, message: string): QueryDiagnostic => ({
  kind: 'limit',
  severity: 'error',
  code,
  message,
  start,
  end,
})
