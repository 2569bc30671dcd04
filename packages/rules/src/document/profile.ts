import type { Catalogue, Profile } from '@tripline/schemas'
import type { RuleDraft } from './rule.ts'

/** Where a rule's query runs; undefined: where the project says. */
export function profileOf(rule: RuleDraft): Profile | undefined {
  if (rule.kind === 'CustomDetection') return 'xdr'
  return rule.kind === 'Hunting' ? rule.profile?.value : 'workspace'
}

/** Surroundings with the tables that a rule's query sees. */
export function environmentFor<E extends { readonly catalogue: Catalogue }>(rule: RuleDraft, environment: E): E {
  const { catalogue } = environment
  const own = catalogue.under(profileOf(rule) ?? catalogue.profile)
  return own === catalogue ? environment : { ...environment, catalogue: own }
}
