import { counted } from '@tripline/diagnostics'
import { type Html, html, when } from '@tripline/diagnostics/html'
import { type CaseTrace, type Explanation, instantText, lineOf, stageName } from '@tripline/replay'
import type { Rule } from '@tripline/rules'
import { casePart } from './case-part.ts'
import { mutantPart } from './mutant-part.ts'
import { page } from './page.ts'
import { nameOf, type RuleRecord, stateOf } from './rule-record.ts'

/** All about one rule: its query with the rows of each operator, and each of its cases. */
export function rulePage(record: RuleRecord): string {
  const { rule, cases, score } = record
  const traced = cases.flatMap(({ trace }) => trace ?? [])
  const shown = traced.find(({ replay }) => replay.alerts.length > 0) ?? traced[0]
  const content = html`${facts(record)}
<h2>Cases</h2>
<ol>${cases.map(({ report }, index) => html`<li><a href="#case-${index + 1}">${report.case}</a> <span class="state ${report.status}">${report.status}</span></li>`)}</ol>
${when('query' in rule, () => queryTable(rule, shown))}
${score ? mutantPart(score) : html``}
<h2>What happened in each case</h2>
${cases.length === 0 ? html`<p>No case of this rule was run.</p>` : cases.map((one, index) => casePart(one, `case-${index + 1}`))}`
  return page(nameOf(record), { home: '../' }, content)
}

function facts(record: RuleRecord): Html {
  const { rule, cases } = record
  const state = stateOf(record)
  const passed = cases.filter(({ report }) => report.status === 'passed').length
  const techniques = 'relevantTechniques' in rule ? rule.relevantTechniques.map(({ value }) => value) : []
  const tactics = 'tactics' in rule ? rule.tactics.map(({ value }) => value) : []
  const rows: readonly (readonly [string, string | Html])[] = [
    ['file', rule.file.path],
    ['state', html`<span class="state ${state}">${state}</span>, ${passed} of ${counted(cases.length, 'case')} passed`],
    ...('severity' in rule ? [['severity', rule.severity.value] as const] : []),
    ['tactics', tactics.join(', ')],
    ['techniques', techniques.join(', ')],
    ['HIPAA', rule.tripline.hipaa.map(({ value }) => value).join(', ')],
  ]
  const written = rows.filter(([, value]) => value !== '')
  return html`<dl class="facts">${written.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`
}

/** The lines of the query; beside the last line of an operator, the rows that it returned in one run. */
function queryTable(rule: Rule, trace: CaseTrace | undefined): Html {
  if (!('query' in rule)) return html``
  const first = lineOf(rule.query.span) + (/^[|>]/.test(writtenAt(rule)) ? 1 : 0)
  const counts = new Map((trace?.explanation.stages ?? []).map(stage => [lineOf(stage.span), stage]))
  const lines = rule.query.value.trimEnd().split(/\r\n|[\r\n]/)
  const caption = trace ? html`Rows after each operator in ${runText(trace.explanation)}` : html`The query`
  return html`<h2>Query</h2>
<div class="scroll" tabindex="0" role="group" aria-label="Query"><table class="query">
<caption>${caption}</caption>
<thead><tr><th scope="col" class="number">line</th><th scope="col" class="number">rows</th><th scope="col">KQL</th></tr></thead>
<tbody>${lines.map((line, index) => {
    const stage = counts.get(first + index)
    const rows = stage
      ? html`<abbr title="${stageName(stage)}">${stage.rowsOut.toLocaleString('en-US')}</abbr>`
      : html``
    return html`<tr><td class="number faint">${first + index}</td><td class="number count">${rows}</td><td class="code">${line}</td></tr>
`
  })}</tbody>
</table></div>`
}

const writtenAt = ({ file, ...rule }: Rule): string => ('query' in rule ? file.text.slice(rule.query.span.start) : '')

const runText = ({ case: name, at }: Explanation): string => `the run of ${instantText(at)}, case “${name}”`
