import { type Html, html } from '@tripline/diagnostics/html'
import { page } from './page.ts'
import { isTested, nameOf, type RuleRecord, type RuleState, stateOf } from './rule-record.ts'

/** The totals, and every rule with its state; what did not pass comes first. */
export function indexPage(records: readonly RuleRecord[], unread: readonly string[]): string {
  const cases = records.flatMap(record => record.cases)
  const count = (status: string) => cases.filter(({ report }) => report.status === status).length
  const totals: readonly (readonly [string, number])[] = [
    ['rules', records.length],
    ['seen to fire', records.filter(isTested).length],
    ['cases', cases.length],
    ['passed', count('passed')],
    ['failed', count('failed')],
    ['errors', count('error')],
  ]
  const content = html`<ul class="totals">${totals.map(([name, number]) => html`<li><strong>${number}</strong> ${name}</li>`)}</ul>
${unread.length > 0 ? html`<h2>Not read</h2><ul>${unread.map(message => html`<li class="error">${message}</li>`)}</ul>` : html``}
<h2>Rules</h2>
<div class="scroll" tabindex="0" role="group" aria-label="Rules"><table>
<caption>${records.length} rules; those that did not pass come first</caption>
<thead><tr><th scope="col">state</th><th scope="col">rule</th><th scope="col">file</th><th scope="col">severity</th><th scope="col" class="number">cases</th><th scope="col" class="number">alerts</th></tr></thead>
<tbody>${records.toSorted((a, b) => order.indexOf(stateOf(a)) - order.indexOf(stateOf(b))).map(ruleRow)}</tbody>
</table></div>`
  return page('Tests of detections', { home: '' }, content, 'index.html')
}

const order: readonly RuleState[] = ['error', 'failed', 'not run', 'passed']

function ruleRow(record: RuleRecord): Html {
  const { rule, cases } = record
  const state = stateOf(record)
  const alerts = cases.reduce((sum, { report }) => sum + report.alerts.length, 0)
  return html`<tr><td><span class="state ${state}">${state}</span></td><th scope="row"><a href="rules/${record.page}">${nameOf(record)}</a></th><td class="faint">${rule.file.path}</td><td>${'severity' in rule ? rule.severity.value : ''}</td><td class="number">${cases.length}</td><td class="number">${alerts}</td></tr>
`
}
