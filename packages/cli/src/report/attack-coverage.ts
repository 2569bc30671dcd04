import { type Tactic, tacticsOf } from '@tripline/rules'

/** What a rule is about, and whether a test shows that it fires. */
export interface ClassifiedRule<R> {
  readonly rule: R
  readonly tactics: readonly Tactic[]
  readonly techniques: readonly string[]
  readonly isTested: boolean
}

export interface TechniqueCoverage<R> {
  readonly id: string
  readonly rules: readonly R[]
  readonly isTested: boolean
}

export interface TacticCoverage<R> {
  readonly tactic: Tactic
  readonly techniques: readonly TechniqueCoverage<R>[]
  /** Rules of the tactic that name none of its techniques. */
  readonly others: readonly R[]
}

/** The part of the ATT&CK matrix that rules cover, in the order of `tactics`. A technique is tested if one of its rules is. */
export function attackCoverage<R>(
  rules: readonly ClassifiedRule<R>[],
  tactics: readonly Tactic[],
): readonly TacticCoverage<R>[] {
  return tactics.flatMap(tactic => {
    const own = rules.filter(one => one.tactics.includes(tactic))
    const belongs = (technique: string) => tacticsOf(technique)?.includes(tactic) ?? true
    const ids = [...new Set(own.flatMap(({ techniques }) => techniques.filter(belongs)))].sort()
    const techniques = ids.map(id => {
      const using = own.filter(one => one.techniques.includes(id))
      return { id, rules: using.map(({ rule }) => rule), isTested: using.some(({ isTested }) => isTested) }
    })
    const others = own.filter(one => !one.techniques.some(belongs)).map(({ rule }) => rule)
    return own.length > 0 ? [{ tactic, techniques, others }] : []
  })
}

/** `CommandAndControl` as people write it. */
export const tacticName = (tactic: Tactic): string =>
  tactic.replace(/(?!^)[A-Z]/g, letter => ` ${letter.toLowerCase()}`)
