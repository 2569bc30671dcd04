import { attackVersion, type Tactic } from '@tripline/rules'
import type { TacticCoverage } from './attack-coverage.ts'

/** A layer of the ATT&CK Navigator: score 1 for techniques of rules that tests show to fire, 0 for those of other rules. */
export const navigatorLayer = (coverage: readonly TacticCoverage<string>[]) => ({
  name: 'Detections of Tripline',
  versions: { attack: attackVersion, navigator: '5.1.0', layer: '4.5' },
  domain: 'enterprise-attack',
  description: 'Techniques of the rules, and whether a test shows a rule of the technique to fire.',
  techniques: coverage.flatMap(({ tactic, techniques }) =>
    techniques.map(({ id, rules, isTested }) => ({
      techniqueID: id,
      tactic: shortName(tactic),
      score: isTested ? 1 : 0,
      color: isTested ? tested : untested,
      comment: rules.join(', '),
      enabled: true,
    })),
  ),
  legendItems: [
    { label: 'tested', color: tested },
    { label: 'untested', color: untested },
  ],
})

const tested = '#2da44e'
const untested = '#d4a72c'

/** `CommandAndControl` as the matrix spells it: `command-and-control`. */
const shortName = (tactic: Tactic): string => tactic.replace(/(?!^)[A-Z]/g, letter => `-${letter}`).toLowerCase()
