import { type Diagnosed, type Located, nearest } from '@tripline/diagnostics'
import {
  analyseQueries,
  answeredFunction,
  answerTable,
  fileProfile,
  foreignTable,
  foreignTableOf,
  profiledFiles,
  profilesFiles,
  type StoredFunction,
} from '@tripline/kql/analysis'
import type { Table } from '@tripline/schemas'
import { replayReport } from '../replay-report.ts'
import type { ReplayEnvironment } from './replay-environment.ts'

/** What the rows that a case names are stored in: a table, or the answer of a function instead of what its body would return. */
export interface GivenRows {
  readonly table: Table
  /** The function that answers them. */
  readonly answered?: StoredFunction
}

type World = Pick<ReplayEnvironment, 'catalogue' | 'functions'>

/** What the name of rows in a case means: a function that the project or ASIM has, or else a table, perhaps of another workspace. */
export async function givenRows(name: Located<string>, world: World): Promise<Diagnosed<GivenRows>> {
  const own = world.functions.find(stored => stored.name === name.value)
  const asim = answeredFunction(name.value)
  if (asim && 'undocumented' in asim) {
    return { diagnostics: [replayReport['case-undocumented-filter'](name.span, name.value, asim.undocumented)] }
  }
  if (asim) return { value: { table: asim.table, answered: asim.stored }, diagnostics: [] }
  if (own) return ownAnswer(own, name, world)
  if (name.value === fileProfile && profilesFiles(world)) return { value: { table: profiledFiles }, diagnostics: [] }
  const foreign = foreignTableOf(name.value)
  const table = world.catalogue.get(foreign?.table ?? name.value)
  if (table && foreign) {
    return { value: { table: { name: foreignTable(foreign), columns: table.columns } }, diagnostics: [] }
  }
  if (table) return { value: { table }, diagnostics: [] }
  const known = [...world.catalogue.names, ...world.functions.map(stored => stored.name)]
  return { diagnostics: [replayReport['case-unknown-table'](name.span, name.value, nearest(name.value, known))] }
}

/** A function of the project returns what its body would: how parameters would filter the rows is not known. */
async function ownAnswer(
  { name, parameters }: StoredFunction,
  { span }: Located<string>,
  { catalogue, functions }: World,
): Promise<Diagnosed<GivenRows>> {
  if (!/^\(\s*\)$/.test(parameters)) return { diagnostics: [replayReport['case-filtering-function'](span, name)] }
  const analysis = (await analyseQueries([name], { catalogue, functions })).get(name)
  const faults = analysis?.refusals.filter(({ code }) => code === 'faulty-function') ?? []
  if (!analysis?.columns || faults.length > 0) {
    const errors = [...faults, ...(analysis?.diagnostics ?? [])].filter(({ severity }) => severity === 'error')
    const reason = errors[0]?.message ?? 'they depend on the data'
    return { diagnostics: [replayReport['case-unknown-answer'](span, name, reason)] }
  }
  const table = { name: answerTable(name), columns: analysis.columns }
  return { value: { table, answered: { name, parameters, body: `['${table.name}']` } }, diagnostics: [] }
}

/** The functions of a case, of which some answer given rows. */
export function functionsWith(
  functions: readonly StoredFunction[],
  given: readonly GivenRows[],
): readonly StoredFunction[] {
  const answered = new Map(given.flatMap(({ answered: one }) => (one ? [[one.name, one] as const] : [])))
  return [...functions.filter(({ name }) => !answered.has(name)), ...answered.values()]
}
