import { attackVersion, isIndustrial, isTechnique } from '../attack.ts'
import { defineCheck } from '../check.ts'
import { alertingKinds } from '../rule.ts'

export const techniqueUnknown = defineCheck({
  id: 'technique-unknown',
  severity: 'warning',
  kinds: alertingKinds,
  says: (technique: string) => `ATT&CK ${attackVersion} has no technique ${technique}; it may have been revoked`,
  *run({ relevantTechniques }) {
    for (const { value, span } of relevantTechniques) {
      if (/^T\d{4}/.test(value) && !isIndustrial(value) && !isTechnique(value)) yield this.at({ span }, value)
    }
  },
})
