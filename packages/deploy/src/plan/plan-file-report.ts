import { defineDiagnostics } from '@tripline/diagnostics'

export const report = defineDiagnostics({
  'plan-unreadable': {
    severity: 'error',
    category: 'input',
    message: () => 'this is no saved plan',
    fix: () => 'make one with tripline plan --workspace NAME --out FILE',
  },
  'plan-version': {
    severity: 'error',
    category: 'input',
    message: (version: unknown) => `the plan has version ${version}, and this program applies version 1`,
    fix: () => 'make the plan with the same version of tripline that applies it',
  },
  'plan-edited': {
    severity: 'error',
    category: 'input',
    message: () => 'the plan is not what was saved: its content does not have the hash it states',
    fix: () => 'make the plan again; a plan is reviewed, not edited',
  },
})
