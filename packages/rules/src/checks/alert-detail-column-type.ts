import type { ColumnType } from '@tripline/schemas'
import { defineCheck } from '../checking/check.ts'
import { analyticsKinds } from '../document/rule.ts'

/** The column types that an override accepts: text, or a list for tactics. */
const wanted = {
  alertSeverityColumnName: ['string'],
  alertTacticsColumnName: ['string', 'dynamic'],
} as const satisfies Record<string, readonly ColumnType[]>

export const alertDetailColumnType = defineCheck({
  id: 'alert-detail-column-type',
  severity: 'warning',
  kinds: analyticsKinds,
  says: (key: string, column: string, type: string) =>
    `${key} names ${column}, of type ${type}, whose values are invalid; the rule's own value would be used`,
  *run({ alertDetailsOverride }, { analysed }) {
    for (const key of ['alertSeverityColumnName', 'alertTacticsColumnName'] as const) {
      const column = alertDetailsOverride?.[key]
      const type = column && analysed?.result?.typeOf(column.value)
      if (column && type && !(wanted[key] as readonly ColumnType[]).includes(type))
        yield this.at(column, key, column.value, type)
    }
  },
})
