import { defineCheck } from '../checking/check.ts'
import { analyticsKinds } from '../document/rule.ts'

export const alertPropertyTwice = defineCheck({
  id: 'alert-property-twice',
  severity: 'error',
  kinds: analyticsKinds,
  says: (property: string) => `alertDynamicProperties sets ${property} twice`,
  *run({ alertDetailsOverride }) {
    const seen = new Set<string>()
    for (const { alertProperty } of alertDetailsOverride?.alertDynamicProperties ?? []) {
      if (seen.has(alertProperty.value)) yield this.at(alertProperty, alertProperty.value)
      seen.add(alertProperty.value)
    }
  },
})
