import { defineDiagnostics } from '@tripline/diagnostics'

export const planFileReport = defineDiagnostics({
  'plan-unreadable': {
    severity: 'error',
    category: 'input',
    message: () => 'not a saved plan',
    fix: () => 'create one with tripline plan --workspace NAME --out FILE',
  },
  'plan-version': {
    severity: 'error',
    category: 'input',
    message: (version: unknown) => `plan version ${version} is not supported; expected 3`,
    fix: () => 'plan and apply with the same version of tripline',
  },
  'plan-edited': {
    severity: 'error',
    category: 'input',
    message: () => 'the plan was modified after it was saved: its hash does not match',
    fix: () => 'make a new plan',
  },
})
