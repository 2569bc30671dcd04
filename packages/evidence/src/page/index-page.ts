import { createHash } from 'node:crypto'
import { isError } from '@tripline/diagnostics'
import { Html, html, htmlPage, when } from '@tripline/diagnostics/html'
import type { ArchiveEvidence, Evidence, MutationScore, RetainedTable, RuleInForce, TestedCase } from '../evidence.ts'
import type { ControlRow } from '../sections/controls.ts'
import { changesByTime, runsOfRules, type ShownChange, type ShownRuns } from '../sections/records.ts'
import { isAsWanted } from '../sections/retention.ts'
import { pageStyle } from './page-style.ts'

const style = `\n${pageStyle}`
/** The only thing that the page may use besides its markup. */
const styles = {
  source: `'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  element: html`<style>${new Html(style)}</style>`,
}

/** One page for people about what the other files have: complete in itself, with nothing to load or run. */
export function indexPage(evidence: Evidence, controls: readonly ControlRow[], files: readonly string[]): string {
  const { subject, rules, retention, gaps, tests, archive } = evidence
  const principals = [...new Set([...evidence.readings.values()].flat().flatMap(({ principal }) => principal ?? []))]
  const title = `Evidence about ${subject.workspace}, ${subject.from} to ${subject.to}`
  const body = html`<main>
<h1>${title}</h1>
<dl>
<dt>workspace</dt><dd><code>${subject.resource}</code></dd>
<dt>collected</dt><dd>${subject.at} by ${subject.tool}${when(principals.length > 0, () => html`, signed in as ${principals.join(', ')}`)}</dd>
<dt>rules</dt><dd>${rules.filter(({ isEqual }) => isEqual).length} of ${rules.length} live as in their files</dd>
<dt>tables</dt><dd>${retention.filter(isAsWanted).length} of ${retention.filter(one => isAsWanted(one) !== undefined).length} keep rows as the project wants</dd>
${when(
  tests,
  () => html`<dt>tests</dt><dd>${tests!.cases.filter(({ status }) => status === 'passed').length} of ${tests!.cases.length} cases passed</dd>
`,
)}${when(
  archive,
  () => html`<dt>archive</dt><dd>${archive!.tables.reduce((sum, { days }) => sum + days, 0)} days of tables, ${archive!.findings.filter(isError).length} problems</dd>
`,
)}<dt>gaps</dt><dd>${gaps.length}</dd>
</dl>
<p>What is here supports sections of the law; whether an organisation does what they ask for is also a matter of what is not here.</p>
<h2>What supports which section</h2>
${table('45 CFR 164, and NIST SP 800-66 Revision 2', ['section', 'what supports it', 'file', 'what is not shown'], controls.map(controlCells))}
<h2>Rules in force</h2>
${table('Rules, functions and watchlists of the project or the workspace', ['name', 'file', 'commit', 'live', 'enabled'], rules.map(ruleCells))}
${when(
  evidence.runs,
  () => html`<h2>Runs</h2>
${table('Runs of rules as the workspace has recorded them', ['rule', 'runs', 'not successful', 'first', 'last', 'longest pause'], runsOfRules(evidence.runs!, rules).map(runCells))}
`,
)}${when(
  evidence.changes ?? evidence.journal,
  () => html`<h2>Changes</h2>
${table('Changes of rules as the workspace and the journals of deployments have them', ['time', 'what', 'rule', 'by', 'result'], changesByTime(evidence).map(changeCells))}
`,
)}<h2>Retention</h2>
${table('Days that tables keep rows: as the workspace has them', ['table', 'plan', 'interactive', 'total', 'as wanted', 'archive'], retention.map(tableCells))}
${when(
  tests,
  () => html`<h2>Tests</h2>
${table('Cases over recorded logs', ['case', 'rule', 'must', 'result'], tests!.cases.map(caseCells))}
${when(tests!.scores.length > 0, () => table('Small changes of rules that their tests notice', ['rule', 'changes', 'noticed'], tests!.scores.map(scoreCells)))}
`,
)}${when(
  archive,
  () => html`<h2>Archive</h2>
${table(`${archive!.vault}, ${archive!.from} to ${archive!.to}`, ['table', 'days', 'parts', 'rows', 'last manifest'], archive!.tables.map(archiveCells))}
<p>Read again: ${archive!.sample.filter(({ isRead }) => isRead).length} of ${archive!.sample.length} days of tables, drawn by the seed <code>${archive!.seed}</code>; the others are in the tier Archive.</p>
<ul>${archive!.findings.map(({ message, severity }) => html`<li><span class="${severity === 'error' ? 'bad' : 'faint'}">${severity}</span>: ${message}</li>`)}</ul>
`,
)}<h2>Gaps</h2>
${
  gaps.length === 0
    ? html`<p>None: everything that was asked for could be read.</p>`
    : table(
        'What this folder does not have',
        ['what', 'why'],
        gaps.map(({ what, reason, isFailure }) => [
          html`${what}`,
          isFailure ? html`<span class="bad">could not be read</span>: ${reason}` : html`${reason}`,
        ]),
      )
}
<h2>Files</h2>
<ul>${files.map(path => html`<li><a href="${path}">${path}</a></li>`)}</ul>
<p>Their hashes are in <code>manifest.json</code> and <code>SHA256SUMS</code>.</p>
</main>`
  return htmlPage({ title, styles }, body)
}

type Row = readonly [Html, ...Html[]]

const table = (
  caption: string,
  header: readonly string[],
  rows: readonly Row[],
): Html => html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${header.map(name => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>
${rows.map(
  ([first, ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map(cell => html`<td>${cell}</td>`)}</tr>
`,
)}</tbody></table></div>`

const controlCells = ({ cite, title, guidance, supports, file, open }: ControlRow): Row => [
  html`${cite}${when(title !== '', () => html`<br>${title}<br><span class="faint">${guidance}</span>`)}`,
  html`${supports}`,
  html`<a href="${file}">${file}</a>`,
  html`${open}`,
]

const yes = html`<span class="good">yes</span>`
const no = html`<span class="bad">no</span>`
const unknown = html`<span class="faint">not known</span>`
const nothing = html``

function ruleCells({ name, id, type, file, version, wanted, live, isEqual, isEnabled }: RuleInForce): Row {
  const state =
    isEqual === undefined
      ? unknown
      : isEqual
        ? html`<span class="good">as in its file</span>`
        : html`<span class="bad">${wanted === undefined ? 'not in the project' : live === undefined ? 'not deployed' : 'differs'}</span>`
  const commit = version
    ? html`<code>${version.commit?.slice(0, 12) ?? ''}</code>${when(version.state !== 'committed', () => html` <span class="bad">${version.state}</span>`)}`
    : nothing
  const enabled = isEnabled === undefined ? nothing : isEnabled ? yes : no
  return [
    html`${name}<br><span class="faint">${type} <code>${id}</code></span>`,
    html`${file ?? ''}`,
    commit,
    state,
    enabled,
  ]
}

function runCells({ id, name, runs, notSuccessful = 0, first = '', last = '', longestPause }: ShownRuns): Row {
  return [
    html`${name}<br><span class="faint"><code>${id}</code></span>`,
    runs === 0 ? html`<span class="bad">none</span>` : html`${runs}`,
    notSuccessful === 0 ? nothing : html`<span class="bad">${notSuccessful}</span>`,
    html`${first}`,
    html`${last}`,
    html`${longestPause === undefined ? '' : `${longestPause} min`}`,
  ]
}

const changeCells = ({ at, source, id, name, operation, result, by, isJournalled }: ShownChange): Row => [
  html`${at}`,
  html`${operation}<br><span class="faint">${source}</span>`,
  html`${name}<br><span class="faint"><code>${id}</code></span>`,
  isJournalled ? html`${by === '' ? 'a deployment' : by}` : html`<span class="bad">${by}, no deployment</span>`,
  html`${result}`,
]

const caseCells = ({ rule, name, must, status }: TestedCase): Row => [
  html`${name}`,
  html`${rule}`,
  html`${must}`,
  html`<span class="${status === 'passed' ? 'good' : 'bad'}">${status}</span>`,
]

const scoreCells = ({ rule, changes, noticed }: MutationScore): Row => [
  html`${rule}`,
  html`${changes}`,
  html`${noticed}`,
]

const archiveCells = ({ table: name, days, parts, rows, head }: ArchiveEvidence['tables'][number]): Row => [
  html`${name}`,
  html`${days}`,
  html`${parts}`,
  html`${rows}`,
  html`<code>${head?.slice(0, 12) ?? ''}</code>`,
]

const tableCells = (one: RetainedTable): Row => {
  const { table: name, live, archive = '' } = one
  const days = live
    ? [
        html`${live.plan}`,
        html`${live.interactive}`,
        html`${live.total}`,
        { true: yes, false: no, undefined: nothing }[`${isAsWanted(one)}`],
      ]
    : [unknown, nothing, nothing, nothing]
  return [html`${name}`, ...days, html`${archive}`]
}
