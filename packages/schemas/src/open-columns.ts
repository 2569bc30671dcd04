import { lookUp } from '@tripline/diagnostics'
import type { ColumnType, Table } from './table.ts'

/** Tables that take any column of these name endings, and the type an ending stands for. */
const openTables: Readonly<Record<string, Readonly<Record<string, ColumnType>>>> = {
  AzureDiagnostics: { _s: 'string', _d: 'real', _b: 'bool', _g: 'guid', _t: 'datetime' },
}

/** Whether a table gets columns from the data that it receives. */
export const isOpenTable = (table: string): boolean => lookUp(openTables, table) !== undefined

/** Tables of Microsoft Defender whose rows have their time under both names, one of them hidden, so that queries run in a workspace and in advanced hunting. */
const huntingTables: ReadonlySet<string> = new Set([
  'AlertEvidence',
  'AlertInfo',
  'BehaviorEntities',
  'BehaviorInfo',
  'CloudAppEvents',
  'DeviceEvents',
  'DeviceFileCertificateInfo',
  'DeviceFileEvents',
  'DeviceImageLoadEvents',
  'DeviceInfo',
  'DeviceLogonEvents',
  'DeviceNetworkEvents',
  'DeviceNetworkInfo',
  'DeviceProcessEvents',
  'DeviceRegistryEvents',
  'DynamicEventCollection',
  'EmailAttachmentInfo',
  'EmailEvents',
  'EmailPostDeliveryEvents',
  'EmailUrlInfo',
  'IdentityDirectoryEvents',
  'IdentityLogonEvents',
  'IdentityQueryEvents',
  'UrlClickEvents',
])

/** The column with the time of a table's rows: Timestamp in advanced hunting; undefined if they have none. */
export const timeColumn = ({ columns }: Pick<Table, 'columns'>): TimeColumn | undefined =>
  timeColumns.find(time => columns.some(({ name }) => name === time))

const timeColumns = ['TimeGenerated', 'Timestamp'] as const
export type TimeColumn = (typeof timeColumns)[number]

export const isTimeColumn = (name: string): name is TimeColumn => timeColumns.some(time => time === name)

/** The other name of the time of a table's rows, which stands for the time where that is missing; undefined in most tables. */
export function timeTwin({ name, columns }: Table): TimeColumn | undefined {
  const time = huntingTables.has(name) ? columns.find(column => isTimeColumn(column.name)) : undefined
  return time && timeColumns.find(column => column !== time.name)
}

/** The type of a column that `table` has although no listing names it; undefined if it has no such column. */
export function openColumnType(table: string, column: string): ColumnType | undefined {
  if (huntingTables.has(table) && isTimeColumn(column)) return 'datetime'
  return column.length > 2 ? lookUp(lookUp(openTables, table) ?? {}, column.slice(-2)) : undefined
}
