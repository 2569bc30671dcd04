import { defineCheck } from '../checking/check.ts'
import { alertingKinds, type Tactic } from '../document/rule.ts'
import { isTechnique, tacticsOf } from '../sentinel/attack.ts'

/** PreAttack is the former name of two tactics. */
const preAttack: readonly Tactic[] = ['Reconnaissance', 'ResourceDevelopment']

export const techniqueTactic = defineCheck({
  id: 'technique-tactic',
  severity: 'warning',
  kinds: alertingKinds,
  says: (technique: string, tactics: readonly Tactic[]) =>
    `${technique} belongs to ${tactics.join(', ')}, none of which the rule lists`,
  *run({ relevantTechniques, tactics }) {
    const listed = new Set(tactics.flatMap(({ value }) => (value === 'PreAttack' ? preAttack : value)))
    for (const { value, span } of relevantTechniques) {
      const served = isTechnique(value) ? tacticsOf(value) : undefined
      if (served && !served.some(tactic => listed.has(tactic))) yield this.at({ span }, value, served)
    }
  },
})
