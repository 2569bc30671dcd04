import { diagnosticRow } from '@tripline/diagnostics'
import type { ArchiveEvidence, TestEvidence } from '../evidence.ts'
import { csvFile, jsonFile } from '../file-text.ts'

/** The report of the tests, a row per case, and a row per rule whose mutation score is known. */
export const testFiles = ({ junit, cases, scores }: TestEvidence): readonly (readonly [string, string])[] => [
  ['tests/junit.xml', junit],
  [
    'tests/cases.csv',
    csvFile(
      ['rule', 'case', 'must', 'status'],
      cases.map(({ rule, name, must, status }) => [rule, name, must, status]),
    ),
  ],
  ...(scores.length > 0 ? [['tests/mutation.csv', mutationFile(scores)] as const] : []),
]

const mutationFile = (scores: TestEvidence['scores']): string =>
  csvFile(
    ['rule', 'changes', 'noticed'],
    scores.map(({ rule, changes, noticed }) => [rule, changes, noticed]),
  )

/** What verifying the vault has found; the seed draws the same sample again. */
export const archiveFile = ({ findings, ...verified }: ArchiveEvidence): string =>
  jsonFile({ ...verified, findings: findings.map(diagnosticRow) })
