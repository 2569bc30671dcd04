import { defineCheck } from '../checking/check.ts'
import { alertingKinds } from '../document/rule.ts'
import { attackVersion, isIndustrial, isTechnique } from '../sentinel/attack.ts'

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
