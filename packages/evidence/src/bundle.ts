import type { Evidence, Files } from './evidence.ts'
import { jsonFile } from './file-text.ts'
import { indexPage } from './page/index-page.ts'
import { asReadFiles } from './sections/as-read.ts'
import { assessmentResults } from './sections/assessment-results.ts'
import { archiveFile, testFiles } from './sections/checked.ts'
import { controlRows, controlsCsv } from './sections/controls.ts'
import { changesCsv, runsCsv } from './sections/records.ts'
import { retentionCsv } from './sections/retention.ts'
import { rulesCsv } from './sections/rules.ts'

/** The files of a bundle, still to be sealed. */
export function evidenceBundle(evidence: Evidence): Files {
  const { rules, retention, gaps, runs, tests, archive } = evidence
  const files = new Map<string, string>([
    ['gaps.json', jsonFile(gaps)],
    ['rules.csv', rulesCsv(rules)],
    ['retention.csv', retentionCsv(retention)],
    ...(runs ? [['runs.csv', runsCsv(runs, rules)] as const] : []),
    ['changes.csv', changesCsv(evidence)],
    ...asReadFiles(evidence),
    ...(tests ? testFiles(tests) : []),
    ...(archive ? [['archive/verification.json', archiveFile(archive)] as const] : []),
  ])
  const controls = controlRows(evidence, new Set(files.keys()))
  files.set('controls.csv', controlsCsv(controls))
  files.set('assessment-results.json', assessmentResults(evidence, controls))
  return files.set('index.html', indexPage(evidence, controls, [...files.keys()]))
}
