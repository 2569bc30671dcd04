import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { filesBelow, referenceData } from '@tripline/testkit'

const pack = new URL('../../../detections/', import.meta.url)

/** The pack's rules and, where they lie beside the checkout, the published templates. */
export const ruleFiles = () =>
  [pack, ...referenceData('conformance/rules/')]
    .flatMap(folder => filesBelow(folder, '.yaml'))
    .filter(({ href }) => !href.endsWith('.test.yaml'))
    .map(url => ({ path: fileURLToPath(url), text: readFileSync(url, 'utf8') }))
