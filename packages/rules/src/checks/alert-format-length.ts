import { defineCheck } from '../checking/check.ts'
import { analyticsKinds } from '../document/rule.ts'

const limits = { alertDisplayNameFormat: 256, alertDescriptionFormat: 5000 } as const

export const alertFormatLength = defineCheck({
  id: 'alert-format-length',
  severity: 'error',
  kinds: analyticsKinds,
  says: (key: string, length: number, limit: number) =>
    `${key} has ${length} characters; Sentinel accepts at most ${limit}`,
  *run({ alertDetailsOverride }) {
    for (const key of ['alertDisplayNameFormat', 'alertDescriptionFormat'] as const) {
      const format = alertDetailsOverride?.[key]
      if (format && format.value.length > limits[key]) yield this.at(format, key, format.value.length, limits[key])
    }
  },
})
