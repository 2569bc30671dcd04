import { nearest, startOf } from '@tripline/diagnostics'
import { defineCheck } from '../checking/check.ts'
import { analyticsKinds } from '../document/rule.ts'

export const connectorsMissing = defineCheck({
  id: 'connectors-missing',
  severity: 'warning',
  kinds: analyticsKinds,
  says: () => 'requiredDataConnectors is missing; use an empty list if none is needed',
  *run({ requiredDataConnectors, file }, { unknownKeys }) {
    const isMisspelt = nearest('requiredDataConnectors', unknownKeys) !== undefined
    if (!requiredDataConnectors && !isMisspelt) yield this.at({ span: startOf(file) })
  },
})
