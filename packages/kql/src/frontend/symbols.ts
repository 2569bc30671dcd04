/// <reference types="@kusto/language-service-next" />
import type { Column, Table } from '@tripline/schemas'
import { Symbols } from './parser.ts'

const kustoTypes = {
  bool: 'Bool',
  int: 'Int',
  long: 'Long',
  real: 'Real',
  decimal: 'Decimal',
  string: 'String',
  datetime: 'DateTime',
  timespan: 'TimeSpan',
  guid: 'Guid',
  dynamic: 'Dynamic',
} as const

const columnSymbol = ({ name, type }: Column) =>
  new Symbols.ColumnSymbol(
    name,
    Symbols.ScalarTypes[kustoTypes[type]] as never,
    null as never,
    null as never,
    null as never,
    null as never,
  )

/**
 * The binder's symbol of a catalogue table. Its columns are created on first use: the binder must know the names of all tables,
 * but a query reads few of them.
 */
export function catalogueSymbol(table: Table): Kusto.Language.Symbols.TableSymbol {
  const symbol = tableSymbol(table.name, [])
  let columns: unknown
  return Object.defineProperty(symbol, 'Columns', {
    get: () => (columns ??= tableSymbol(table.name, table.columns).Columns),
  })
}

/** The binder's symbol of a table. */
export const tableSymbol = (name: string, columns: readonly Column[]): Kusto.Language.Symbols.TableSymbol =>
  new Symbols.TableSymbol.$ctor4(name, columns.map(columnSymbol) as never)

/** Parameters of any type, for functions that the binder does not know in this form. */
export const scalarParameter = (name: string, occurs: Occurs = 'once') => parameter(name, 'Scalar', occurs)
export const tableParameter = (name: string) => parameter(name, 'Tabular', 'once')

type Occurs = 'once' | 'optional'

const parameter = (name: string, kind: 'Scalar' | 'Tabular', occurs: Occurs) =>
  new Symbols.Parameter.ctor(
    name,
    Symbols.ParameterTypeKind[kind] as never,
    0 as never,
    null as never,
    null as never,
    false,
    null as never,
    occurs === 'once' ? 1 : 0,
    1,
    null as never,
    null as never,
  )
