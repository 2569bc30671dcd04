import { meter } from '@tripline/budgets'
import { type Diagnosed, type Diagnostic, isError } from '@tripline/diagnostics'
import type { Dataset, Json } from '@tripline/kql/engine'
import { commandReport } from '../command-line/command-report.ts'
import type { LocalWorld } from '../project/command-context.ts'
import { readExternalData, readFunction, readTable, readWatchlist } from './batch-data.ts'
import type { BatchFile } from './batch-file.ts'
import type { LoadLog } from './batch-logs.ts'

/**
 * Reads `{"tables"?,"watchlists"?,"functions"?,"externalData"?}`, all by name; data comes before the world's own of the same name.
 * No value without errors: nothing is given.
 */
export async function readDataset(
  written: ReadonlyMap<string, Json>,
  world: LocalWorld,
  fileAt: BatchFile,
  load: LoadLog,
): Promise<Diagnosed<Dataset>> {
  const diagnostics: Diagnostic[] = []
  const spending = meter()
  const given = async <T>(
    member: string,
    readOne: (name: string, value: Json) => Diagnosed<T> | Promise<Diagnosed<T>>,
  ): Promise<readonly T[]> => {
    const entries = written.get(member) ?? new Map<string, Json>()
    if (!(entries instanceof Map)) {
      diagnostics.push(commandReport['batch-request'](undefined, `${member} must be an object, its keys the names`))
    }
    const values: T[] = []
    for (const [name, value] of entries instanceof Map ? entries : []) {
      if (spending.exceeded()) break
      const read = await readOne(name, value)
      diagnostics.push(...read.diagnostics)
      if (read.value !== undefined) values.push(read.value)
    }
    return values
  }
  const parts = await given('tables', (name, value) => readTable(name, value, world.catalogue, fileAt, load, spending))
  const watchlists = await given('watchlists', (alias, value) => readWatchlist(alias, value, fileAt, spending))
  const functions = await given('functions', readFunction)
  const externalData = await given('externalData', (url, value) => readExternalData(url, value, fileAt, spending))
  if (diagnostics.some(isError)) return { diagnostics }
  if ([parts, watchlists, functions, externalData].every(own => own.length === 0)) return { diagnostics }
  const value: Dataset = {
    tables: parts.flatMap(part => ('log' in part ? [] : [part])),
    logs: parts.flatMap(part => ('log' in part ? [{ table: part.log.table, parts: [part] }] : [])),
    watchlists: [
      ...world.watchlists.filter(({ alias }) => !watchlists.some(own => own.alias === alias)),
      ...watchlists,
    ],
    functions: [...world.functions.filter(({ name }) => !functions.some(own => own.name === name)), ...functions],
    externalData: [
      ...world.externalData.filter(({ url }) => !externalData.some(own => own.url === url)),
      ...externalData,
    ],
  }
  return { value, diagnostics }
}
