/// <reference types="@kusto/language-service-next" />
import type { Column } from '@tripline/schemas'
import { Symbols } from './parser.ts'

const scalars = Symbols.ScalarTypes

const kustoTypes = {
  bool: scalars.Bool,
  int: scalars.Int,
  long: scalars.Long,
  real: scalars.Real,
  decimal: scalars.Decimal,
  string: scalars.String,
  datetime: scalars.DateTime,
  timespan: scalars.TimeSpan,
  guid: scalars.Guid,
  dynamic: scalars.Dynamic,
} as const

const columnSymbol = ({ name, type }: Column) =>
  new Symbols.ColumnSymbol(name, kustoTypes[type] as never, null as never, null as never, null as never, null as never)

/** The binder's symbol of a table. */
export const tableSymbol = (name: string, columns: readonly Column[]): Kusto.Language.Symbols.TableSymbol =>
  new Symbols.TableSymbol.$ctor4(name, columns.map(columnSymbol) as never)

/** A parameter of any scalar type, for functions that the binder does not know as they are. */
export const scalarParameter = (name: string, occurs: 'once' | 'optional' = 'once') =>
  new Symbols.Parameter.ctor(
    name,
    Symbols.ParameterTypeKind.Scalar as never,
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
