import { defineDiagnostics, didYouMean } from '@tripline/diagnostics'

const input = { severity: 'error', category: 'input' } as const

/** What can be wrong with how a command is called and where. */
export const commandReport = defineDiagnostics({
  'project-missing': {
    ...input,
    message: (folder: string) => `no tripline.yaml in ${folder} or any folder above it`,
    fix: () => 'change to a project folder or pass --project DIR',
  },
  'nothing-found': {
    ...input,
    message: (what: string, where: string) => `no ${what} found in ${where}`,
  },
  'workspace-unknown': {
    ...input,
    message: (name: string, _near?: string) => `tripline.yaml has no workspace ${name}`,
    fix: (_name, near) => didYouMean(near),
  },
  'emulator-missing': {
    ...input,
    message: () => 'no emulator is running for this project',
    fix: () => 'start it with tripline emulator',
  },
  'page-missing': {
    ...input,
    message: (id: string, _near?: string) => `unknown check or code ${id}`,
    fix: (_id, near) => didYouMean(near),
  },
  'table-missing': {
    ...input,
    message: (name: string, _near?: string) => `unknown table ${name}`,
    fix: (_name, near) => didYouMean(near),
  },
  'option-value': {
    ...input,
    message: (option: string, value: string, expected: string) => `${option} ${value}: expected ${expected}`,
  },
  'revision-unknown': {
    ...input,
    message: (revision: string) => `unknown Git revision ${revision}`,
  },
  'option-conflict': {
    ...input,
    message: (reason: string) => reason,
  },
  'rule-kind': {
    ...input,
    message: (kind: string) => `only Scheduled and NRT rules can be run; the kind of this rule is ${kind}`,
  },
  'file-unwritable': {
    ...input,
    message: (path: string, reason: string) => `${path} cannot be written: ${reason}`,
  },
  'file-exists': {
    ...input,
    message: (path: string) => `${path} already exists; nothing was written`,
  },
  'remote-refused': {
    severity: 'error',
    message: (workspace: string, code: string, message: string) => `${workspace} answered ${code}: ${message}`,
  },
  'batch-path-outside': {
    ...input,
    message: (path: string) => `${path} is outside the folder that batch files must be in, links included`,
    fix: () => 'pass another folder with --root DIR',
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
