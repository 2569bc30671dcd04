import { lookUp } from '@tripline/diagnostics'
import type { ColumnType } from './table.ts'

/** Tables that take any column of these name endings, and the type an ending stands for. */
const openTables: Readonly<Record<string, Readonly<Record<string, ColumnType>>>> = {
  AzureDiagnostics: { _s: 'string', _d: 'real', _b: 'bool', _g: 'guid', _t: 'datetime' },
  // The endings of the HTTP Data Collector API, which stores a GUID as a string.
  AzureNetworkAnalytics_CL: { _s: 'string', _d: 'real', _b: 'bool', _g: 'string', _t: 'datetime' },
}

/** Whether a table gets columns from the data that it receives. */
export const isOpenTable = (table: string): boolean => lookUp(openTables, table) !== undefined

/** Tables of Microsoft Defender that have `Timestamp`, hidden, so that queries of advanced hunting run on them. */
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

/** The column that a row's TimeGenerated stands for where it is missing, and the other way round; undefined in most tables. */
export const timeTwin = (table: string): string | undefined => (huntingTables.has(table) ? 'Timestamp' : undefined)

/** The type of a column that `table` has although no listing names it; undefined if it has no such column. */
export function openColumnType(table: string, column: string): ColumnType | undefined {
  if (column === timeTwin(table)) return 'datetime'
  return column.length > 2 ? lookUp(lookUp(openTables, table) ?? {}, column.slice(-2)) : undefined
}
