import type { Evidence, Files } from './evidence.ts'
import { jsonFile } from './file-text.ts'
import { indexPage } from './page/index-page.ts'
import { type Manifest, manifestName, manifestText, sumsName, sumsText } from './sealing/manifest.ts'
import { asReadFiles } from './sections/as-read.ts'
import { controlRows, controlsCsv } from './sections/controls.ts'
import { retentionCsv } from './sections/retention.ts'
import { rulesCsv } from './sections/rules.ts'

/** The files of a bundle, with its manifest and sums. */
export function evidenceBundle(evidence: Evidence): Files {
  const { subject, rules, retention, gaps } = evidence
  const files = new Map<string, string>([
    ['gaps.json', jsonFile(gaps)],
    ['rules.csv', rulesCsv(rules)],
    ['retention.csv', retentionCsv(retention)],
    ...asReadFiles(evidence),
  ])
  const controls = controlRows(evidence, new Set(files.keys()))
  files.set('controls.csv', controlsCsv(controls))
  files.set('index.html', indexPage(evidence, controls, [...files.keys()]))
  const manifest = manifestText(subject, files)
  const { files: listed }: Manifest = JSON.parse(manifest)
  return files.set(manifestName, manifest).set(sumsName, sumsText(manifest, { files: listed }))
}
