import { format, text, workspace } from './options.ts'

/** The verbs about evidence. */
export const evidenceGrammar = {
  evidence: {
    usage: 'evidence',
    summary: 'collect what an auditor can check about a workspace',
    positionals: {},
    options: {
      workspace: { ...workspace, demandOption: true },
      from: { ...text('DAY', 'first day, such as 2026-01-01'), demandOption: true },
      to: { ...text('DAY', 'last day'), demandOption: true },
      out: { ...text('DIR', 'folder to write, which must not exist or be empty'), demandOption: true },
      sign: text('FILE', 'sign the manifest with this Ed25519 private key (PEM)'),
      format: format('human', 'json'),
    },
  },
  'evidence verify': {
    usage: 'evidence verify <folder>',
    summary: 'check that evidence is as it was written, and who signed it',
    positionals: { folder: { type: 'string', demandOption: true, describe: 'folder that evidence has written' } },
    options: {
      key: text('FILE', 'public key (PEM) by which the manifest must be signed'),
      format: format('human', 'json'),
    },
  },
} as const
