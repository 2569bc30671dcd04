import type { JsonValue } from '@tripline/diagnostics'
import { encodeCell } from '@tripline/fixtures'
import type { Cell } from '@tripline/kql/engine'
import type { ColumnType } from '@tripline/schemas'

/** A value as reports write it, which is as answers do. */
export const cellJson = (type: ColumnType, value: Cell): JsonValue => JSON.parse(encodeCell(value, type)) as JsonValue
