import { defineDiagnostics } from '@tripline/diagnostics'

const input = { severity: 'error', category: 'input' } as const

const didYouMean = (near: string | undefined): string | undefined => near && `did you mean ${near}?`

/** What can be wrong with how a command is called and where. */
export const report = defineDiagnostics({
  'project-missing': {
    ...input,
    message: (folder: string) => `there is no tripline.yaml in ${folder} or above it`,
    fix: () => 'go to a project, or name its folder with --project',
  },
  'nothing-found': {
    ...input,
    message: (what: string, where: string) => `there are no ${what} in ${where}`,
  },
  'workspace-unknown': {
    ...input,
    message: (name: string, _near?: string) => `tripline.yaml has no workspace ${name}`,
    fix: (_name, near) => didYouMean(near),
  },
  'emulator-missing': {
    ...input,
    message: () => 'the workspace local is a running emulator, and none runs for this project',
    fix: () => 'start one with tripline emulator',
  },
  'page-missing': {
    ...input,
    message: (id: string, _near?: string) => `there is no page about ${id}`,
    fix: (_id, near) => didYouMean(near),
  },
  'table-missing': {
    ...input,
    message: (name: string, _near?: string) => `there is no table ${name}`,
    fix: (_name, near) => didYouMean(near),
  },
  'option-value': {
    ...input,
    message: (option: string, value: string, expected: string) => `${option} ${value}: expected ${expected}`,
  },
  'revision-unknown': {
    ...input,
    message: (revision: string) => `Git knows no revision ${revision} here`,
  },
  'option-conflict': {
    ...input,
    message: (reason: string) => reason,
  },
  'rule-kind': {
    ...input,
    message: (kind: string) => `a rule of kind ${kind} has no runs of its own`,
  },
  'file-unwritable': {
    ...input,
    message: (path: string, reason: string) => `${path} cannot be written: ${reason}`,
  },
  'file-exists': {
    ...input,
    message: (path: string) => `${path} is there already, and nothing was written`,
  },
  'remote-refused': {
    severity: 'error',
    message: (workspace: string, code: string, message: string) => `${workspace} answered ${code}: ${message}`,
  },
  'batch-path-outside': {
    ...input,
    message: (path: string) => `${path} leads out of the folder that the files of a batch must lie in, links included`,
    fix: () => 'name another folder with --root',
  },
  'remote-unusable': {
    ...input,
    message: (workspace: string, code: string, message: string) => `${workspace} cannot be used: ${code}: ${message}`,
  },
  'batch-request': {
    ...input,
    message: (reason: string) => reason,
  },
  'case-failed': {
    severity: 'error',
    message: (difference: string) => difference,
  },
})
