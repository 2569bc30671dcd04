import type { VerbName } from './grammar.ts'
import { type HelpOfVerb, noFiles } from './help-of-verb.ts'

type EvidenceVerb = Extract<VerbName, `evidence${string}`>

/** Help about evidence. */
export const evidenceHelp: Readonly<Record<EvidenceVerb, HelpOfVerb>> = {
  evidence: {
    description: [
      'Writes a folder that stands alone: which rules are in force and whether they equal the files of the project at which commit, how long tables keep rows, how often rules ran, who changed them, the answers of the service with the ids of the requests, which cases of the tests fire and stay quiet as they must, what verifying the archive finds, and what of this supports which section of the HIPAA Security Rule, and what does not. What could not be read is listed in gaps.json. SHA256SUMS has the hashes of all files. Changes nothing in the workspace.',
      'The folder is written whole or not at all. What looks like a secret is left out of it. With --sign, manifest.sig is a signature of manifest.json, which has the hashes of all files.',
    ],
    examples: [
      {
        what: 'Collect the evidence of a quarter',
        command: 'evidence --workspace prod --from 2026-07-01 --to 2026-09-30 --out q3',
      },
    ],
    exitCodes: [
      [0, 'the folder was written'],
      [1, 'the folder was written, and something could not be read; a rule has an error'],
      [2, `${noFiles}; the workspace cannot be reached`],
    ],
  },
  'evidence verify': {
    description: [
      'Compares every file of a folder with the hashes in its manifest, SHA256SUMS and, with --key, the manifest with its signature. A file that is missing, was changed or was added is named. Needs nothing but the folder, and the public key of who signed it: the one inside a folder would prove nothing.',
    ],
    examples: [
      { what: 'Verify a folder', command: 'evidence verify q3' },
      { what: 'Verify who signed it', command: 'evidence verify q3 --key public.pem' },
    ],
    exitCodes: [
      [0, 'everything is as it was written'],
      [1, 'a file is missing, was changed or was added; the signature is not that of the key'],
      [2, noFiles],
    ],
  },
}
