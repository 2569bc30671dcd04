import type { Diagnostic } from '@tripline/diagnostics'
import type { Mutant } from './rule-mutants.ts'

/** What became of a mutant: the case that noticed it, if any did. */
export interface MutantResult extends Omit<Mutant, 'rule' | 'kql' | 'like'> {
  readonly killedBy?: string
  /** A case that would notice it, in YAML, where one was found. */
  readonly suggestion?: string
}

/** How many of a rule's mutants its tests notice. */
export interface RuleScore {
  readonly rule: string
  /** Without those that do the same as the rule on the data of every case, and those that do not compile. */
  readonly mutants: readonly MutantResult[]
  readonly diagnostics: readonly Diagnostic[]
}

export const countNoticed = (mutants: readonly MutantResult[]): number =>
  mutants.filter(({ killedBy }) => killedBy !== undefined).length

/** How many of a rule's mutants its tests notice, in percent; all of none. */
export const percentNoticed = ({ mutants }: Pick<RuleScore, 'mutants'>): number =>
  mutants.length === 0 ? 100 : (100 * countNoticed(mutants)) / mutants.length
