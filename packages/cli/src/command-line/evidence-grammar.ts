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
      format: format('human', 'json'),
    },
  },
} as const
