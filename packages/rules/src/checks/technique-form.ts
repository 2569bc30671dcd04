import { defineCheck } from '../checking/check.ts'
import { alertingKinds } from '../document/rule.ts'

export const techniqueForm = defineCheck({
  id: 'technique-form',
  severity: 'error',
  kinds: alertingKinds,
  says: (technique: string) => `${technique} is not an ATT&CK technique id such as T1078 or T1078.004`,
  *run({ relevantTechniques }) {
    for (const technique of relevantTechniques) {
      if (!/^T\d{4}(?:\.\d{3})?$/.test(technique.value)) yield this.at(technique, technique.value)
    }
  },
})
