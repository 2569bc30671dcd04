import { readFileSync } from 'node:fs'
import { loadCatalogue } from '@tripline/schemas'
import { expect, it } from 'vitest'
import { checkRule, loadRule } from '../../src/index.ts'
import { queryAnalyses } from '../../src/query/query-analyses.ts'

const analyses = queryAnalyses({ catalogue: loadCatalogue() })
const rule = readFileSync(new URL('../../cases/findings/unknown-table/rule.yaml', import.meta.url), 'utf8')

/** What a rule that reads `source` is told to do about it. */
const fixesFor = (source: string): (string | undefined)[] =>
  checkRule(loadRule({ path: 'rule.yaml', text: rule.replace('SiginLogs', source) }), analyses)
    .filter(({ id }) => id.startsWith('unknown-'))
    .map(({ fix }) => fix)

it.each([
  // Connectors and solutions: the lists of `connectors.ts`, which state their sources.
  [
    'Okta_CL',
    'Okta_CL is provided by the data connector OktaSSO; describe it, with its columns, in schemas/Okta_CL.yaml',
  ],
  ['ZoomLogs', 'ZoomLogs is a parser of the solution Zoom; write it to functions/ with tripline import'],
  [
    'vimDnsSquid(starttime=ago(1h))',
    'vimDnsSquid is a parser of the Advanced Security Information Model (ASIM); write it to functions/ with tripline import',
  ],
  ['Door_CL', 'Door_CL is a custom table; describe it, with its columns, in schemas/Door_CL.yaml'],
  ['SecurtyEvent', 'did you mean SecurityEvent?'],
  ['Turnstiles', 'describe the table, with its columns, in a file of schemas/'],
  ['Turnstiles()', 'declare a function of the workspace in a file of functions/'],
])('%s: %s', (source, fix) => expect(fixesFor(source)).toEqual([fix]))
