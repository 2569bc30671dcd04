import type { ColumnType } from '@tripline/schemas'
import type { Comparison } from '../plan/node.ts'
import { carrier, compared, type Sql, sql } from '../sql/sql.ts'
import { fileCell, misfit } from './file-cell.ts'

/** How the database makes the cells of a column of a Parquet file. */
export interface ParquetCell {
  readonly cell: (value: Sql) => Sql
  /** Some of the values may not be cells: making all cells once finds them. */
  readonly isPartial?: true
  /** Whether a value cannot become a cell; the database looks for one in the statistics of the file first. */
  readonly misfits?: (value: Sql) => Sql
  /** How the ticks of a value compare with others: asked of the value itself, so that the file's statistics are searched. */
  readonly compare?: (value: Sql) => (comparison: Comparison, ticks: Sql) => Sql
}

type ParquetCells = Readonly<Partial<Record<ColumnType, ParquetCell>>>

const written = (value: Sql): Sql => sql`CAST(${value} AS VARCHAR)`

const same: ParquetCell = { cell: value => value }

const asText: ParquetCell = { cell: written }

/** The bits of a whole number without its sign. */
const wholeNumbers = {
  TINYINT: 7,
  UTINYINT: 8,
  SMALLINT: 15,
  USMALLINT: 16,
  INTEGER: 31,
  UINTEGER: 32,
  BIGINT: 63,
  UBIGINT: 64,
}

const cast = (type: ColumnType, isTotal = true): ParquetCell => ({
  cell: value => sql`CAST(${value} AS ${carrier[type]})`,
  ...(!isTotal && { isPartial: true }),
})

const wholeNumber = (bits: number): ParquetCells => ({
  long: cast('long', bits <= 63),
  int: cast('int', bits <= 31),
  real: cast('real'),
  decimal: cast('decimal'),
  string: asText,
  dynamic: asText,
  bool: { cell: value => fileCell.bool!(written(value)), isPartial: true },
})

/** A whole real that a double holds exactly. */
const wholeReal = (type: 'int' | 'long'): ParquetCell => ({
  cell: value => sql`CASE WHEN ${value} = trunc(${value}) AND abs(${value}) <= 9007199254740991 THEN CAST(${value} AS ${carrier[type]})
    WHEN ${value} IS NOT NULL THEN ${misfit} END`,
  isPartial: true,
})

const reals: ParquetCells = { real: cast('real'), long: wholeReal('long'), int: wholeReal('int') }

const texts: ParquetCells = {
  ...Object.fromEntries(
    Object.entries(fileCell).map(([type, cell]): [string, ParquetCell] => [type, { cell, isPartial: true }]),
  ),
  string: same,
  dynamic: { cell: value => sql`nullif(${value}, '')` },
}

const ticksAtUnixEpoch = sql`621355968000000000`

/** The side on which ticks between two microseconds fall. */
const isRoundedUp: Readonly<Record<Comparison, boolean>> = { '<': true, '>=': true, '<=': false, '>': false }

/** `timestamp` makes a value from microseconds since 1970. */
const instants = (timestamp: (microseconds: Sql) => Sql): ParquetCells => ({
  datetime: {
    cell: value => sql`epoch_us(${value}) * 10 + ${ticksAtUnixEpoch}`,
    compare: value => (comparison, ticks) => {
      const rounded = isRoundedUp[comparison] ? sql`(${ticks} + 9)` : ticks
      return compared(value, comparison, timestamp(sql`${rounded} // 10 - ${ticksAtUnixEpoch} // 10`))
    },
    misfits: value => sql`${value} < '0001-01-01 00:00:00Z' OR ${value} > '9999-12-31 23:59:59.999999Z'`,
  },
})

/** The ticks since 1970 whose nanoseconds fit into 64 bits, but for the outermost. */
const mostTicks = sql`92233720368547757`

const ticksOfNanoseconds = (value: Sql): Sql => sql`epoch_ns(${value}) // 100 + ${ticksAtUnixEpoch}`

/** Nanoseconds are cut to ticks, so that values next to others have to be looked at. */
const nanoseconds: ParquetCells = {
  datetime: {
    cell: ticksOfNanoseconds,
    compare: value => (comparison, ticks) => {
      const [inclusive, margin] = comparison.startsWith('>') ? (['>=', sql`- 1`] as const) : (['<=', sql`+ 1`] as const)
      const near = sql`${ticks} - ${ticksAtUnixEpoch} ${margin}`
      const nearby = sql`make_timestamp_ns(100 * greatest(least(${near}, ${mostTicks}), -${mostTicks}))`
      const isNear = compared(value, inclusive, nearby)
      return sql`${isNear} AND ${compared(ticksOfNanoseconds(value), comparison, ticks)}`
    },
  },
}

/**
 * By the database's type of a column of a Parquet file, and the type of its physical values: the same cells as those of the
 * JavaScript reader. Others are left to that reader.
 */
const cellsByType: Readonly<Record<string, ParquetCells>> = {
  'BOOLEAN of BOOLEAN': { bool: same, string: asText, dynamic: asText },
  'FLOAT of FLOAT': reals,
  'DOUBLE of DOUBLE': reals,
  'VARCHAR of BYTE_ARRAY': texts,
  'UUID of FIXED_LEN_BYTE_ARRAY': { guid: same, string: asText },
  'TIMESTAMP of INT64': instants(value => sql`make_timestamp(${value})`),
  'TIMESTAMP WITH TIME ZONE of INT64': instants(value => sql`make_timestamptz(${value})`),
  'TIMESTAMP_NS of INT64': nanoseconds,
  ...Object.fromEntries(
    Object.entries(wholeNumbers).map(([type, bits]) => [
      `${type} of ${bits <= 32 ? 'INT32' : 'INT64'}`,
      wholeNumber(bits),
    ]),
  ),
}

export const parquetCell = (type: string, physical: string, columnType: ColumnType): ParquetCell | undefined =>
  cellsByType[`${type} of ${physical}`]?.[columnType]
