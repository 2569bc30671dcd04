import { diagnosticRow } from '@tripline/diagnostics'
import type { ArchiveEvidence, TestEvidence } from '../evidence.ts'
import { csvFile, jsonFile } from '../file-text.ts'

/** The report of the tests, and a row per case. */
export const testFiles = ({ junit, cases }: TestEvidence): readonly (readonly [string, string])[] => [
  ['tests/junit.xml', junit],
  [
    'tests/cases.csv',
    csvFile(
      ['rule', 'case', 'must', 'status'],
      cases.map(({ rule, name, must, status }) => [rule, name, must, status]),
    ),
  ],
]

/** What verifying the vault has found; the seed draws the same sample again. */
export const archiveFile = ({ findings, ...verified }: ArchiveEvidence): string =>
  jsonFile({ ...verified, findings: findings.map(diagnosticRow) })
