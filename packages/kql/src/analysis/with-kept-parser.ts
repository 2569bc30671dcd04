import type { KeptCode } from '../cache/kept-code.ts'
import { loadParser } from '../frontend/parser.ts'
import { takeCompiledCode } from '../frontend/parser-script.ts'

/** Works with a parser that starts from kept code; if there is none, keeps what this process compiled. */
export function withKeptParser<T>(kept: KeptCode | undefined, work: () => T): T {
  loadParser(kept && (() => kept.read()))
  const result = work()
  const code = kept && takeCompiledCode()
  if (code) kept.write(code)
  return result
}
