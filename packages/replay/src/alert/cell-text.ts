import { type Cell, realText } from '@tripline/kql/engine'
import { type ColumnType, formatDatetime, formatTimespan } from '@tripline/schemas'

type Writer = (value: never) => string

/** A dynamic holds JSON text; a JSON string is its own content and JSON null is empty (semantics 7.1). */
function dynamicText(json: string): string {
  if (json === 'null') return ''
  return json.startsWith('"') ? (JSON.parse(json) as string) : json
}

const writers = {
  bool: (value: boolean) => (value ? 'True' : 'False'),
  int: (value: number) => String(value),
  long: (value: bigint) => String(value),
  real: realText,
  decimal: (value: string) => value,
  string: (value: string) => value,
  datetime: formatDatetime,
  timespan: formatTimespan,
  guid: (value: string) => value,
  dynamic: dynamicText,
} satisfies Readonly<Record<ColumnType, Writer>>

/** A value as `tostring` writes it (semantics §7); null is empty. */
export const cellText = (type: ColumnType, value: Cell): string =>
  value === null ? '' : (writers[type] as (value: Cell) => string)(value)
