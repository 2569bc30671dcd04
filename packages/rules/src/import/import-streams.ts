import { analyseQuery } from '@tripline/kql/compile'
import { type Column, loadCatalogue } from '@tripline/schemas'
import { nodeSpan, type YamlMapping, type YamlNode } from '@tripline/yaml'
import { type Dialect, entryOf, textAt } from './dialect.ts'
import { propertiesOf, typeOf } from './find-resources.ts'
import { importReport } from './import-report.ts'
import { columnsIn, tableOf } from './import-table.ts'
import type { Imported, Importer, Report } from './imported.ts'

/** The custom tables that a data collection rule fills: the columns of its streams, or what its transformations make of them. */
export const importStreams: Importer = (node, { dialect }) => {
  const type = typeOf(node, dialect)
  const properties = propertiesOf(node)?.properties ?? node
  const streams = entryOf(properties, 'streamDeclarations')
  if (streams?.kind !== 'mapping') return undefined
  if (type !== undefined && !type.endsWith('/datacollectionrules')) return undefined
  return report => tablesOf(streams, entryOf(properties, 'dataFlows'), dialect, report)
}

function tablesOf(
  streams: YamlMapping,
  flows: YamlNode | undefined,
  dialect: Dialect,
  report: Report,
): readonly Imported[] {
  const declared = new Map(
    streams.entries.map(({ key, value }) => [key.text, { owner: value, columns: entryOf(value, 'columns') }] as const),
  )
  const columnsOf = (stream: string): readonly Column[] => {
    const columns = declared.get(stream)?.columns
    return columns ? columnsIn(columns, dialect, report) : []
  }
  const written = flows?.kind === 'sequence' ? flows.items : []
  const filled = written.flatMap(flow => {
    const names = entryOf(flow, 'streams')
    const stream = names?.kind === 'sequence' && names.items.length === 1 ? names.items[0] : undefined
    const name = stream?.kind === 'scalar' ? stream.text : undefined
    if (flow.kind !== 'mapping' || name === undefined || !declared.has(name)) return []
    const table = tableOfStream(textAt(flow, 'outputStream', dialect) ?? name)
    const columns = table && transformed(flow, columnsOf(name), dialect, report)
    return columns ? (tableOf(table, flow, columns, report) ?? []) : []
  })
  if (written.length > 0) return filled
  return [...declared].flatMap(([name, { owner }]) => {
    const table = tableOfStream(name)
    return table && owner.kind === 'mapping' ? (tableOf(table, owner, columnsOf(name), report) ?? []) : []
  })
}

/** The custom table that a stream is named after; streams of Microsoft's fill tables that are documented. */
const tableOfStream = (stream: string): string | undefined => /^Custom-(?:Table-)?(\w+_CL)$/.exec(stream)?.[1]

/** The columns of a stream after the transformation of its flow; undefined if they cannot be told, which is reported. */
function transformed(
  flow: YamlMapping,
  columns: readonly Column[],
  dialect: Dialect,
  report: Report,
): readonly Column[] | undefined {
  const kql = textAt(flow, 'transformKql', dialect)
  if (kql === undefined || kql.trim() === 'source') return columns
  const analysis = analyseQuery(kql, { catalogue: loadCatalogue().with([{ name: 'source', columns }]) })
  if (analysis.columns && !analysis.open) return analysis.columns
  const reason = analysis.diagnostics.find(({ severity }) => severity === 'error')?.message
  report(
    importReport['import-transformation'](nodeSpan(entryOf(flow, 'transformKql')!), reason ?? 'it is not constant'),
  )
  return undefined
}
