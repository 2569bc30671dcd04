import type { RRegex } from 'rregex'
import { regexExplanation, tooCostly } from './regex-problem.ts'
import { loadCrate, memoryOf, type RustCrate } from './rust-crate.ts'

/**
 * Rust's `regex` crate, which is Kusto's own engine (semantics 3.1): linear in the text for every pattern. It is compiled to
 * WebAssembly and loaded by the first pattern that needs it; compiled patterns live in its memory.
 */
let crate: RustCrate | undefined
/** Still true after a call that timed out and may have left anything inconsistent, because no `finally` runs then. */
let working = false
const compiled = new Map<string, RRegex | string>()

const mostCompiled = 500
const mostMemory = 256 * 2 ** 20

/**
 * Calls `use` with a compiled pattern, which must not be retained, or returns why there is none, in {@link regexExplanation}'s
 * words.
 */
export function withRustRegex<Result>(
  pattern: string,
  use: (regex: RRegex) => Result,
): { readonly result: Result } | { readonly problem: string } {
  if (working) discard()
  working = true
  try {
    // Before the lookup, so that long patterns are not cached either.
    if (tooCostly(pattern)) return { problem: 'is too large' }
    const regex = rustRegex(pattern)
    return typeof regex === 'string' ? { problem: regex } : { result: use(regex) }
  } catch (error) {
    if (!ranOut(error)) throw error
    discard()
    return { problem: 'needs more memory than a regular expression may use' }
  } finally {
    working = false
  }
}

function rustRegex(pattern: string): RRegex | string {
  const known = compiled.get(pattern)
  if (known !== undefined) return known
  makeRoom()
  const made = compile(pattern)
  compiled.set(pattern, made)
  return made
}

function compile(pattern: string): RRegex | string {
  crate ??= loadCrate()
  try {
    return new crate.RRegex(pattern)
  } catch (error) {
    if (ranOut(error) || !(error instanceof Error)) throw error
    return regexExplanation(error.message)
  }
}

function makeRoom(): void {
  if (crate && memoryOf(crate) > mostMemory) discard()
  for (const [pattern, regex] of compiled) {
    if (compiled.size < mostCompiled) return
    if (typeof regex !== 'string') regex.free()
    compiled.delete(pattern)
  }
}

/** Out of memory or stack, after which the instance is unusable. */
const ranOut = (error: unknown): boolean => error instanceof Error && error.constructor.name === 'RuntimeError'

function discard(): void {
  compiled.clear()
  crate = undefined
}
