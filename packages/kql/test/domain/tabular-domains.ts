import { edgeLiterals, padded } from './cell-queries.ts'
import { type CellName, cellParts, cellsOf, type Domain } from './cells.ts'
import type { Parameter } from './parameters.ts'
import { domainRecords } from './records.ts'
import { isConstant, type TabularParameter, targets, typesIn } from './tabular-parameter.ts'
import { usualValues } from './usual-arguments.ts'

/** Every tabular operator and plugin with a record, with its cells. */
export const tabularDomains = (): readonly Domain[] =>
  [...domainRecords('lower')].map(([name, { parameters, family }]): Domain => {
    const all = Object.entries(parameters).flatMap(([called, described]) => expanded(called, described))
    return {
      name,
      kind: family === 'plugins' ? 'plugin' : 'operator',
      family,
      cells: all.flatMap(({ parameter }) => cellsOf(parameter)),
      refuses: () => false,
      queries: cell => queriesOf(all, cell),
    }
  })

/** A distance between two values of a type where that is of another type. */
const usualSteps: Readonly<Record<string, string>> = { datetime: '1h' }

/** A text that converts to the type. */
const usualTexts: Readonly<Record<string, string>> = {
  bool: '"true"',
  int: '"3"',
  long: '"3"',
  real: '"1.5"',
  decimal: '"1.5"',
  string: '"a"',
  datetime: '"2030-01-02"',
  timespan: '"01:02:03"',
  guid: '"74be27de-1e4e-49d9-b579-fe0b331d3642"',
  dynamic: '"[1]"',
}

interface Expanded {
  readonly parameter: Parameter
  readonly described: TabularParameter
}

/** The parameter, or one for each type that it converts to. */
function expanded(name: string, described: TabularParameter): readonly Expanded[] {
  const parameter: Parameter = { name, types: typesIn(described), constant: isConstant(described) }
  if (!described.targets) return [{ parameter, described }]
  return targets.map(target => ({
    parameter: { ...parameter, name: `${name} ${target}` },
    described: { ...described, query: described.query.replaceAll('TARGET', target) },
  }))
}

function queriesOf(all: readonly Expanded[], cell: CellName): readonly string[] {
  const { parameter: name, type: given, edge } = cellParts(cell)
  const found = all.find(({ parameter }) => parameter.name === name)
  if (!found || edge === 'constant' || edge === 'column') return []
  const type = found.parameter.types.find(type => type === given) ?? found.parameter.types[0]!
  const target = / (\w+)$/.exec(name)?.[1]
  const texts = found.described.seen === 'texts' && target !== undefined ? usualTexts[target] : undefined
  const usual = texts ?? usualValues[type]
  const literal = edgeLiterals[type]?.[edge] ?? texts?.replace('"', '" ') ?? padded(usual)
  return [usual, literal].map(value => {
    const { query } = found.described
    const rows = query.startsWith('|') ? `datatable(c:TYPE)[USUAL, ${value}] ${query}` : query
    const written = isConstant(found.described) || !query.startsWith('|') ? value : 'c'
    const step = usualSteps[type] ?? usual
    return rows
      .replaceAll('TYPE', type)
      .replaceAll('STEP', step)
      .replaceAll('USUAL', usual)
      .replace(/\b_\b/g, () => written)
  })
}
