import type { Cell } from '@tripline/kql/engine'
import { type ColumnType, formatDatetime, formatTimespan } from '@tripline/schemas'

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue }

const exact = (value: bigint): number | string => (Number.isSafeInteger(Number(value)) ? Number(value) : String(value))

const nonFinite = (value: number): number | string => (Number.isFinite(value) ? value : String(value))

const as =
  <Value>(write: (value: Value) => JsonValue) =>
  (value: Cell): JsonValue =>
    write(value as Value)

const writers: Readonly<Record<ColumnType, (value: Cell) => JsonValue>> = {
  bool: as((value: boolean) => value),
  int: as((value: number) => value),
  long: as(exact),
  real: as(nonFinite),
  decimal: as((value: string) => value),
  string: as((value: string) => value),
  datetime: as(formatDatetime),
  timespan: as(formatTimespan),
  guid: as((value: string) => value),
  dynamic: as((value: string) => JSON.parse(value) as JsonValue),
}

/** A value as reports write it: longs past 2^53 and decimals as text, NaN and infinities by name, datetimes and timespans in Kusto's text. */
export const cellJson = (type: ColumnType, value: Cell): JsonValue => (value === null ? null : writers[type](value))
