import { didYouMean, nearest } from '@tripline/diagnostics'
import { defineCheck } from '../checking/check.ts'
import { analyticsKinds } from '../document/rule.ts'

export const groupingKeyUnknown = defineCheck({
  id: 'grouping-key-unknown',
  severity: 'error',
  kinds: analyticsKinds,
  says: (list: string, key: string, origin: string, _near?: string) =>
    `${list} names ${key}, which is not among ${origin}`,
  fix: (_list, _key, _origin, near) => didYouMean(near),
  *run({ incidentConfiguration, entityMappings, customDetails }) {
    const grouping = incidentConfiguration?.groupingConfiguration
    if (!grouping) return
    const lists = [
      ['groupByEntities', entityMappings.map(({ entityType }) => entityType.value), "the rule's mapped entities"],
      ['groupByCustomDetails', customDetails.map(({ key }) => key.value), "the rule's custom details"],
      ['groupByAlertDetails', ['DisplayName', 'Severity'], 'DisplayName and Severity'],
    ] as const
    for (const [list, known, origin] of lists) {
      for (const key of grouping[list]) {
        if (!(known as readonly string[]).includes(key.value))
          yield this.at(key, list, key.value, origin, nearest(key.value, known))
      }
    }
  },
})
