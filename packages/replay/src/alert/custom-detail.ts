import { parseJson, writeJson } from '@tripline/kql/engine'
import type { AlertingRule } from '@tripline/rules'
import { cellText } from './cell-text.ts'
import { maxDetailBytes } from './decisions.ts'
import type { ResultRow, TypedCell } from './result-row.ts'

/** A value that an alert surfaces, with the type of its column. A dynamic array is a detail of several values. */
export interface DetailValue extends TypedCell {
  readonly key: string
}

const maxValues = 50

/** The custom details of the alert that `row` represents. A detail without its column is left out. */
export function customDetailsOf(rule: AlertingRule, row: ResultRow): readonly DetailValue[] {
  return detailsWithin(rule, row, maxDetailBytes).details
}

/** The custom details in `most` bytes, and whether they are all. */
export function detailsWithin(
  rule: AlertingRule,
  row: ResultRow,
  most: number,
): { readonly details: readonly DetailValue[]; readonly isWhole: boolean } {
  let left = most
  let isWhole = true
  const details = rule.customDetails.flatMap(({ key, columnName }) => {
    const cell = row.cell(columnName.value)
    if (!cell) return []
    const detail = { key: key.value, ...withinCount(cell) }
    const bytes = Buffer.byteLength(detail.key) + Buffer.byteLength(cellText(detail.type, detail.value))
    if (bytes > left) {
      isWhole = false
      return []
    }
    left -= bytes
    return [detail]
  })
  return { details, isWhole }
}

function withinCount(cell: TypedCell): TypedCell {
  if (cell.type !== 'dynamic' || typeof cell.value !== 'string' || !cell.value.startsWith('[')) return cell
  const values = parseJson(cell.value)
  if (!Array.isArray(values) || values.length <= maxValues) return cell
  return { type: 'dynamic', value: writeJson(values.slice(0, maxValues)) }
}
