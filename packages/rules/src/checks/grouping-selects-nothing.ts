import { defineCheck } from '../checking/check.ts'
import { analyticsKinds } from '../document/rule.ts'

export const groupingSelectsNothing = defineCheck({
  id: 'grouping-selects-nothing',
  severity: 'error',
  kinds: analyticsKinds,
  says: () => 'matchingMethod is Selected, but nothing is selected',
  fix: () => 'fill in groupByEntities, groupByAlertDetails or groupByCustomDetails',
  *run({ incidentConfiguration }) {
    const grouping = incidentConfiguration?.groupingConfiguration
    if (grouping?.matchingMethod.value !== 'Selected') return
    const { groupByEntities, groupByAlertDetails, groupByCustomDetails } = grouping
    if (groupByEntities.length + groupByAlertDetails.length + groupByCustomDetails.length > 0) return
    yield this.at(grouping.matchingMethod)
  },
})
