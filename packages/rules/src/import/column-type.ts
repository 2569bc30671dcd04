import { lookUp } from '@tripline/diagnostics'
import { type ColumnType, columnTypes } from '@tripline/schemas'

/** Types by the names that the interfaces of Azure, .NET and people give them, in lower case. */
const others: Readonly<Record<string, ColumnType>> = {
  boolean: 'bool',
  // What Kusto calls its bool towards .NET.
  sbyte: 'bool',
  integer: 'int',
  int32: 'int',
  int64: 'long',
  bigint: 'long',
  double: 'real',
  float: 'real',
  date: 'datetime',
  'date/time': 'datetime',
  time: 'timespan',
  sqldecimal: 'decimal',
  uuid: 'guid',
  uniqueid: 'guid',
  object: 'dynamic',
}

/** The type of a column by any of its usual names. */
export function columnType(name: string): ColumnType | undefined {
  const plain = name
    .trim()
    .toLowerCase()
    .replace(/^system\.(?:data\.sqltypes\.)?/, '')
  return columnTypes.find(type => type === plain) ?? lookUp(others, plain)
}
