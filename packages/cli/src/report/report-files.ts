import { jsonDocument } from '@tripline/diagnostics'
import { tactics } from '@tripline/rules'
import { attackCoverage, type ClassifiedRule } from './attack-coverage.ts'
import { attackPage } from './attack-page.ts'
import { hipaaPage } from './hipaa-page.ts'
import { indexPage } from './index-page.ts'
import { navigatorLayer } from './navigator-layer.ts'
import { reportStyle } from './report-style.ts'
import { rulePage } from './rule-page.ts'
import { isTested, nameOf, type RuleRecord } from './rule-record.ts'

/** The files of a report by their path in its folder. `unread`: messages about files that could not be read. */
export function* reportFiles(
  records: readonly RuleRecord[],
  unread: readonly string[],
): Generator<readonly [string, string]> {
  const classified = records.map(
    (record): ClassifiedRule<RuleRecord> => ({
      rule: record,
      tactics: 'tactics' in record.rule ? record.rule.tactics.map(({ value }) => value) : [],
      techniques: 'relevantTechniques' in record.rule ? record.rule.relevantTechniques.map(({ value }) => value) : [],
      isTested: isTested(record),
    }),
  )
  const named = classified.map(one => ({ ...one, rule: nameOf(one.rule) }))
  yield ['index.html', indexPage(records, unread)]
  yield ['attack.html', attackPage(attackCoverage(classified, tactics))]
  yield ['hipaa.html', hipaaPage(records)]
  yield ['navigator.json', String(jsonDocument(navigatorLayer(attackCoverage(named, tactics))))]
  yield ['report.css', reportStyle]
  for (const record of records) yield [`rules/${record.page}`, rulePage(record)]
}
