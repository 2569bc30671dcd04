import { defineDiagnostics, didYouMean } from '@tripline/diagnostics'

/** What can be wrong between the documents of a project. */
export const consistencyReport = defineDiagnostics({
  'id-twice': {
    severity: 'error',
    message: (id: string, other: string) => `${other} has the same id ${id}; one rule would overwrite the other`,
  },
  'name-twice': {
    severity: 'warning',
    message: (name: string, other: string) => `${other} has the same name ${name}; Sentinel requires unique names`,
  },
  'test-missing': {
    severity: 'error',
    message: (lacks: readonly string[]) =>
      `the enabled rule has no test case in which it ${lacks.join(', and none in which it ')}`,
    fix: () => 'add such a case, or list the rule under disabled in tripline.yaml',
  },
  'test-without-rule': {
    severity: 'error',
    message: (path: string, _near?: string) => `${path} is not a rule of this project`,
    fix: (_path, near) => didYouMean(near),
  },
  'retention-below-period': {
    severity: 'error',
    message: (period: string, table: string, days: number) =>
      `the rule looks back ${period}, but ${table} only keeps rows for ${days} days`,
  },
  'table-plan': {
    severity: 'error',
    message: (table: string, plan: string) => `${table} is on the ${plan} plan, which analytics rules cannot read`,
    fix: (table: string) => `retention: tables: { ${table}: { plan: Analytics } } in tripline.yaml, or another table`,
  },
  'watchlist-unknown': {
    severity: 'warning',
    message: (alias: string, _near?: string) => `tripline.yaml declares no watchlist ${alias}`,
    fix: (alias: string, near) =>
      didYouMean(near) ?? `watchlists: { ${alias}: { file: …, searchKey: … } } in tripline.yaml`,
  },
  'disabled-unknown': { severity: 'warning', message: (id: string) => `no rule of this project has the id ${id}` },
  'parameters-unknown-rule': {
    severity: 'error',
    message: (rule: string) => `${rule} is neither the id nor the path of a rule of this project`,
  },
  'choice-unknown': {
    severity: 'error',
    message: (name: string) => `${name} is neither the id of a rule nor a file or folder with rules`,
    fix: () => 'write paths from the root of the project, or from a folder of rules',
  },
  'rules-over-limit': {
    severity: 'error',
    message: (count: number, kind: string, limit: number) =>
      `the project enables ${count} ${kind} rules; a workspace runs at most ${limit}`,
  },
})
