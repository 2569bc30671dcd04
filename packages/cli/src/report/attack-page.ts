import { type Html, html } from '@tripline/diagnostics/html'
import { type TacticCoverage, type TechniqueCoverage, tacticName } from './attack-coverage.ts'
import { page } from './page.ts'
import { nameOf, type RuleRecord } from './rule-record.ts'

/** The tactics and techniques of the rules, tested and untested. */
export function attackPage(coverage: readonly TacticCoverage<RuleRecord>[]): string {
  const content = html`<p>A technique is tested if a case that passed shows one of its rules to fire. <a href="navigator.json" download>Layer for the ATT&amp;CK Navigator</a></p>
<ul class="matrix">${coverage.map(
    ({ tactic, techniques, others }) => html`<li><h2>${tacticName(tactic)}</h2>
<ul>${techniques.map(techniqueItem)}${others.map(record => html`<li class="technique">${link(record)}</li>`)}</ul></li>
`,
  )}</ul>`
  return page('ATT&CK', { home: '' }, content, 'attack.html')
}

const techniqueItem = ({ id, rules, isTested }: TechniqueCoverage<RuleRecord>): Html =>
  html`<li class="technique${isTested ? ' tested' : ''}"><strong>${id}</strong> ${isTested ? 'tested' : 'untested'}<br>${rules.map((record, index) => html`${index > 0 ? ', ' : ''}${link(record)}`)}</li>
`

const link = (record: RuleRecord): Html => html`<a href="rules/${record.page}">${nameOf(record)}</a>`
