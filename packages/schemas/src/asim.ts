import { readPackageFile } from '@tripline/files'
import { readColumn } from './catalogue.ts'
import type { Column } from './table.ts'

/** What the model is read from. */
export const asimFile = new URL('../data/asim.txt', import.meta.url)

/** A schema of the Advanced Security Information Model (ASIM). */
export interface AsimSchema {
  readonly name: string
  readonly columns: readonly Column[]
  /** Columns that say the same as another one, and that one. */
  readonly aliases: readonly (readonly [alias: string, column: string])[]
}

/** A function of every workspace, or of those with ASIM's parsers, that returns the rows of a schema. */
export interface AsimFunction {
  readonly name: string
  readonly schema: AsimSchema
  readonly parameters: readonly AsimParameter[]
}

export interface AsimParameter {
  readonly name: string
  /** As KQL writes it: `starttime:datetime=datetime(null)`. */
  readonly written: string
}

/** Names that functions of ASIM have; few texts contain one, and others need not read the model. */
const looksLike = /^(?:_Im_|_ASim_|im[A-Z]|ASim[A-Z])/

let functions: ReadonlyMap<string, AsimFunction> | undefined

/** The function of a name, if it is one of ASIM's. */
export function asimFunction(name: string): AsimFunction | undefined {
  if (!looksLike.test(name)) return undefined
  functions ??= readAsim()
  return functions.get(name)
}

function readAsim(): ReadonlyMap<string, AsimFunction> {
  const lines = readPackageFile(asimFile)
    .toString('utf8')
    .split('\n')
    .map(line => line.split(' '))
  const wordsAfter = (kind: string) =>
    lines.flatMap(([first, name, ...words]) => (first === kind && name !== undefined ? [{ name, words }] : []))
  const aliases = new Map(wordsAfter('alias').map(({ name, words }) => [name, words.map(pairOf)]))
  const schemas = new Map(
    wordsAfter('schema').map(({ name, words }): readonly [string, AsimSchema] => [
      name,
      { name, columns: words.map(readColumn), aliases: aliases.get(name) ?? [] },
    ]),
  )
  return new Map(
    wordsAfter('function').map(({ name, words: [schema = '', ...parameters] }) => [
      name,
      { name, schema: schemas.get(schema)!, parameters: parameters.map(parameterOf) },
    ]),
  )
}

const pairOf = (word: string): readonly [string, string] => {
  const equals = word.indexOf('=')
  return [word.slice(0, equals), word.slice(equals + 1)]
}

const parameterOf = (written: string): AsimParameter => ({ name: written.slice(0, written.indexOf(':')), written })
