import { defineCheck } from '../checking/check.ts'
import { analyticsKinds } from '../document/rule.ts'

export const groupingWithoutIncident = defineCheck({
  id: 'grouping-without-incident',
  severity: 'warning',
  kinds: analyticsKinds,
  says: () => 'grouping is enabled, but the rule creates no incidents to group',
  *run({ incidentConfiguration: incidents }) {
    const grouping = incidents?.groupingConfiguration
    if (grouping?.enabled.value && !incidents?.createIncident.value) yield this.at(grouping.enabled)
  },
})
