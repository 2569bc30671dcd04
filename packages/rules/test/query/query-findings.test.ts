import { readFileSync } from 'node:fs'
import { loadCatalogue } from '@tripline/schemas'
import { expect, it } from 'vitest'
import { checkRule, loadRule } from '../../src/index.ts'
import { queryAnalyses } from '../../src/query/query-analyses.ts'

const analyses = queryAnalyses({ catalogue: loadCatalogue() })
const rule = readFileSync(new URL('../../cases/findings/kql-unsupported/rule.yaml', import.meta.url), 'utf8')

/** What is found in a rule with that line in its query: severity, whether the official binder said it, and the text it is at. */
const findingsAt = (line: string, kind = 'Scheduled') =>
  checkRule(
    loadRule({
      path: 'rule.yaml',
      text: rule.replace(/.*estimate_data_size.*/, `  ${line}`).replace('kind: Scheduled', `kind: ${kind}`),
    }),
    analyses,
  )
    .filter(
      ({ category, span }) => category === 'finding' && span!.file.text.slice(0, span!.start).includes('query: |'),
    )
    .map(({ severity, kusto, span }) => [severity, kusto, span!.file.text.slice(span!.start, span!.end)])

// Kusto runs what this engine does not support, so the rule is right; what the official binder refuses, Kusto refuses too.
it.each([
  ['| where Location != ""', []],
  ['| where estimate_data_size(Location) > 0', [['info', undefined, 'estimate_data_size']]],
  ['| where Locaton != ""', [['error', 'KS142', 'Locaton']]],
  ['| where Location has_any (Nowhere)', [['error', 'KS142', 'Nowhere']]],
])('%s', (line, findings) => expect(findingsAt(line)).toEqual(findings))
