import { html } from '@tripline/diagnostics/html'
import { page } from './page.ts'
import { isTested, nameOf, type RuleRecord } from './rule-record.ts'

/** The sections of the HIPAA Security Rule that rules cite, tested and untested. */
export function hipaaPage(records: readonly RuleRecord[]): string {
  const cited = records.flatMap(record => record.rule.tripline.hipaa.map(({ value }) => ({ section: value, record })))
  const sections = [...new Set(cited.map(({ section }) => section))].sort()
  const rows = sections.map(section => {
    const own = cited.filter(one => one.section === section).map(({ record }) => record)
    const state = own.some(isTested) ? 'tested' : 'untested'
    const links = own.map(
      (record, index) => html`${index > 0 ? ', ' : ''}<a href="rules/${record.page}">${nameOf(record)}</a>`,
    )
    return html`<tr><th scope="row">${section}</th><td class="state ${state === 'tested' ? 'passed' : ''}">${state}</td><td>${links}</td></tr>
`
  })
  const content = html`<p>A section is tested if a case that passed shows a rule that cites it to fire. A rule supports a safeguard; it does not satisfy one by itself.</p>
<div class="scroll" tabindex="0" role="group" aria-label="Sections"><table>
<caption>Sections that rules cite in metadata.tripline.hipaa</caption>
<thead><tr><th scope="col">section</th><th scope="col">state</th><th scope="col">rules</th></tr></thead>
<tbody>${rows}</tbody></table></div>`
  return page('HIPAA Security Rule', { home: '' }, content, 'hipaa.html')
}
