import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The kinds of input by name. */
const kinds = {
  rules: 'rule files through check, fmt and compile',
  tests: 'test files through check and test',
  project: 'tripline.yaml and the files it names through check, compile, schema and plan',
  kql: 'queries through the binder and the engine',
  regex:
    'regular expressions with 20 texts each, not damaged: every function and the database answer as the Rust crate',
  edges: 'calls of functions over extreme values, not damaged: constants and columns answer alike',
  logs: 'recorded logs in every format, watchlists and external data through their readers and query',
  imports: 'templates, requests and answers through import',
}

export const kindNames = Object.keys(kinds)

/** One line per kind. */
export const kindLines = Object.entries(kinds).map(([name, summary]) => `  ${name.padEnd(9)}${summary}`)

/**
 * A kind by name, or by the path of a module that exports:
 * `make(choices)`: `{ files, subject, calls, writes? }`: a project's files by path, the damaged one, the arguments of the
 *   calls, and the files and folders they may write;
 * `run?(input)`: `{ calls, failures }`, instead of calling the command;
 * `unreadable?(bytes, input)`: why the damaged file cannot be read, if that is certain.
 */
export async function loadKind(name) {
  const url = kindNames.includes(name) ? new URL(`kinds/${name}.mjs`, import.meta.url) : pathToFileURL(resolve(name))
  return (await import(url.href)).default
}
