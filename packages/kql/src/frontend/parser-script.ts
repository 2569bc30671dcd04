import { createRequire } from 'node:module'
import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type ScriptCode, scriptCompiler } from '@tripline/files'

const compiler = scriptCompiler(['module', 'require'])

/** Runs a script of the parser, which defines globals. */
export const runScript = (path: string, code: ScriptCode | undefined): void =>
  compiler.compile(basename(path), pathToFileURL(path), path, code)({ exports: {} }, createRequire(path))

/**
 * The code of all scripts, once, if this process had to compile any. After a query has been analysed, it contains the
 * functions that the query needed.
 */
export const takeCompiledCode = compiler.takeCode
