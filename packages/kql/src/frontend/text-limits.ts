import type { QueryDiagnostic } from '../query-world.ts'

/** Characters; the service takes no longer text either. */
const longest = 2_000_000

/** Open brackets. Far beyond, each multiplies the official parser's time, and the stack ends. Real queries stay below 20. */
const deepest = 100

/** Functions declared within functions, each of which doubles the official binder's time. Real queries stay below 4. */
const deepestFunction = 8

/** Pipes or operators in a row, without a bracket or a comma; the official binder takes only trees of 500 levels. */
const longestChain = 2_000

/** What can hold a bracket without opening one, the start of a function's body, brackets, operators. A string ends with its line. */
const tokens =
  /\/\/[^\n]*|```[\s\S]*?(?:```|$)|~~~[\s\S]*?(?:~~~|$)|@"(?:[^"]|"")*"?|@'(?:[^']|'')*'?|"[^"\\\n]*(?:\\.[^"\\\n]*)*"?|'[^'\\\n]*(?:\\.[^'\\\n]*)*'?|\)(?:\s|\/\/[^\n]*(?:\n|$))*\{|[([{)\]},;]|[-+*/%.|=<>!]+|\b(?:and|or|not)\b/g

const closing = /^[)\]}]/
const opening = /^[([{]$|^\)[\s\S]*\{$/
const separating = /^[,;]$/
const literal = /^(?:\/\/|```|~~~|@?["'])/

interface Level {
  readonly isFunction: boolean
  /** Pipes or operators since the last separator. */
  chain: number
}

/** What makes a text too large to be parsed in bounded time and stack, found without parsing it. */
export function textExcess(kql: string): QueryDiagnostic | undefined {
  if (kql.length > longest)
    return excess('too-long', longest, kql.length, `the query is longer than ${longest} characters`)
  const levels: Level[] = [{ isFunction: false, chain: 0 }]
  let functions = 0
  for (const { 0: token, index } of kql.matchAll(tokens)) {
    if (literal.test(token)) continue
    const end = index + token.length
    if (closing.test(token) && levels.length > 1 && levels.pop()!.isFunction) functions--
    if (opening.test(token)) {
      const isFunction = token.length > 1
      levels.push({ isFunction, chain: 0 })
      if (isFunction) functions++
      if (levels.length - 1 > deepest)
        return excess('too-deep', end - 1, end, `more than ${deepest} brackets are open here`)
      if (functions > deepestFunction)
        return excess('too-deep', end - 1, end, `more than ${deepestFunction} functions are nested here`)
    } else if (!closing.test(token)) {
      const level = levels.at(-1)!
      level.chain = separating.test(token) ? 0 : level.chain + 1
      if (level.chain > longestChain)
        return excess('too-deep', index, end, `more than ${longestChain} operators follow one another here`)
    }
  }
  return undefined
}

const excess = (code: string, start: number, end: number, message: string): QueryDiagnostic => ({
  kind: 'syntax',
  severity: 'error',
  code,
  message,
  start,
  end,
})
