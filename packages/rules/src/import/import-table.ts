import type { Span } from '@tripline/diagnostics'
import { type Column, loadCatalogue, type Table } from '@tripline/schemas'
import { nodeSpan, type YamlMapping, type YamlNode } from '@tripline/yaml'
import { columnType } from './column-type.ts'
import { type Dialect, entryOf, textAt } from './dialect.ts'
import { propertiesOf, typeOf } from './find-resources.ts'
import { isName } from './import-function.ts'
import { importReport } from './import-report.ts'
import type { Imported, Importer, Report } from './imported.ts'

/** A table as Microsoft's repository describes it for its own checks: its name, and its columns as `Properties`. */
export const importCustomTable: Importer = (node, { dialect }) => {
  const columns = entryOf(node, 'Properties')
  if (columns?.kind !== 'sequence' || !entryOf(node, 'Name') || !columns.items.every(isColumn)) return undefined
  return report => tableOf(textAt(node, 'Name', dialect), node, columnsIn(columns, dialect, report), report)
}

/** A table of a workspace: a resource, or an answer of the interface. */
export const importTable: Importer = (node, { dialect }) => {
  const type = typeOf(node, dialect)
  const schema = entryOf(propertiesOf(node)?.properties, 'schema')
  const columns = entryOf(schema, 'columns')
  if (schema?.kind !== 'mapping' || columns?.kind !== 'sequence') return undefined
  if (type !== undefined && !/(?:^|\/)tables$/.test(type)) return undefined
  const named = textAt(schema, 'name', dialect) ?? textAt(node, 'name', { ...dialect, valueOf: dialect.nameOf })
  return report => tableOf(named?.split('/').at(-1), node, columnsIn(columns, dialect, report), report)
}

const isColumn = (node: YamlNode): boolean => !!entryOf(node, 'Name') && !!entryOf(node, 'Type')

/** The columns of a list; those that no table can have are reported and left out. */
export function columnsIn(list: YamlNode, dialect: Dialect, report: Report): readonly Column[] {
  const columns = new Map<string, Column>()
  for (const item of list.kind === 'sequence' ? list.items : []) {
    const column = columnOf(item, dialect, report)
    if (!column) continue
    const other = columns.get(column.name)
    if (!other) columns.set(column.name, column)
    else if (other.type !== column.type) {
      report(importReport['import-column-twice'](nodeSpan(item), column.name, other.type))
    }
  }
  return [...columns.values()]
}

function columnOf(item: YamlNode, dialect: Dialect, report: Report): Column | undefined {
  const [written, typed] = [textAt(item, 'name', dialect), textAt(item, 'type', dialect)]
  // The portal's headings of times name the zone.
  const name = written?.trim().replace(/ \[UTC\]$/, '')
  const type = typed === undefined ? undefined : columnType(typed)
  if (isName(name) && type) return { name, type }
  if (!isName(name)) report(importReport['import-column-name'](nodeSpan(entryOf(item, 'name') ?? item), written ?? ''))
  else report(importReport['import-column-type'](nodeSpan(entryOf(item, 'type') ?? item), name, typed ?? ''))
  return undefined
}

/** A table that Log Analytics documents is only what the source adds to it. */
export function tableOf(
  written: string | undefined,
  owner: YamlMapping,
  columns: readonly Column[],
  report: Report,
): Imported | undefined {
  const name = written?.trim()
  const at = nodeSpan(entryOf(owner, 'name') ?? owner)
  if (!isName(name)) return void report(importReport['import-table-name'](at, name ?? ''))
  const known = loadCatalogue().get(name)
  const own = known ? addedTo(known, columns, at, report) : columns
  if (own.length === 0) return void report(importReport['import-table-known'](at, name, known !== undefined))
  return {
    kind: 'table',
    key: name,
    stem: name,
    document: { table: name, columns: Object.fromEntries(own.map(column => [column.name, column.type])) },
    span: owner.span,
  }
}

function addedTo(known: Table, columns: readonly Column[], at: Span, report: Report): readonly Column[] {
  const types = new Map(known.columns.map(column => [column.name, column.type]))
  for (const { name, type } of columns) {
    const documented = types.get(name)
    if (documented && documented !== type)
      report(importReport['import-column-documented'](at, known.name, name, documented, type))
  }
  return columns.filter(({ name }) => !types.has(name))
}
