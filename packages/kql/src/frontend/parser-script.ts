import { createRequire } from 'node:module'
import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Script } from 'node:vm'
import { readPackageFile } from '@tripline/files'

/**
 * What V8 compiled the parser's scripts to, by file name. It belongs to one build and configuration of V8, which does not
 * verify it: anyone who can forge it can run anything.
 */
export type ParserCode = ReadonlyMap<string, Uint8Array>

const scripts = new Map<string, Script>()
let isCompiledHere = false

/** Runs a CommonJS script that defines globals. Code that V8 does not accept is ignored. */
export function runScript(path: string, code: ParserCode | undefined): void {
  const cachedData = code?.get(basename(path))
  const text = readPackageFile(pathToFileURL(path)).toString('utf8')
  const script = new Script(`(function (module, require) {${text}\n})`, {
    filename: path,
    ...(cachedData && { cachedData: Buffer.from(cachedData.buffer, cachedData.byteOffset, cachedData.length) }),
  })
  script.runInThisContext()({ exports: {} }, createRequire(path))
  scripts.set(basename(path), script)
  isCompiledHere ||= !cachedData || script.cachedDataRejected === true
}

/**
 * The code of all scripts, once, if this process had to compile any. After a query has been analysed, it contains the
 * functions that the query needed.
 */
export function takeCompiledCode(): ParserCode | undefined {
  if (!isCompiledHere) return undefined
  isCompiledHere = false
  return new Map(Array.from(scripts, ([name, script]) => [name, script.createCachedData()]))
}
