import { counted } from '@tripline/diagnostics'
import { type Html, html, when } from '@tripline/diagnostics/html'
import { type CaseTrace, instantText, lineOf, type Stage, stageName } from '@tripline/replay'
import type { CaseRecord } from './rule-record.ts'
import { timeline } from './timeline.ts'

/** One case: what it came to, why, and what happened when. */
export function casePart(record: CaseRecord, id: string): Html {
  const { report, trace } = record
  const problems = [...report.differences, ...report.diagnostics].map(({ message }) => message)
  const details = [...report.diff, ...report.silence]
  return html`<section class="case" aria-labelledby="${id}">
<h3 id="${id}"><span class="state ${report.status}">${report.status}</span> ${report.case}</h3>
${when(problems.length > 0, () => html`<ul>${problems.map(message => html`<li>${message}</li>`)}</ul>`)}
${when(details.length > 0, () => html`<pre tabindex="0">${details.join('\n')}</pre>`)}
${trace ? traced(trace, id) : html``}
${fixtures(record)}
</section>
`
}

const traced = (trace: CaseTrace, id: string): Html => html`${timeline(trace, id)}
${alertTable(trace)}
<details><summary>Runs and incidents</summary>${runTable(trace)}${incidentTable(trace)}</details>
<details><summary>Rows after each operator</summary>${funnel(trace)}</details>
${origins(trace)}`

const scrolled = (name: string, table: Html): Html =>
  html`<div class="scroll" tabindex="0" role="group" aria-label="${name}">${table}</div>`

/** `name`: of the table; a column whose name begins with # holds numbers. */
function table(name: string, columns: readonly string[], rows: readonly (readonly (string | number)[])[]): Html {
  const kind = columns.map(column => (column.startsWith('#') ? 'number' : ''))
  return scrolled(
    name,
    html`<table><caption>${name}</caption>
<thead><tr>${columns.map((column, index) => html`<th scope="col" class="${kind[index]!}">${column.replace(/^#/, '')}</th>`)}</tr></thead>
<tbody>${rows.map(
      row => html`<tr>${row.map((cell, index) => html`<td class="${kind[index]!}">${cell}</td>`)}</tr>
`,
    )}</tbody></table>`,
  )
}

/** Rows that a table shows; the timeline and the totals have the others. */
const mostRows = 200

const capped = <T>(name: string, all: readonly T[]): readonly [string, readonly T[]] => [
  all.length > mostRows ? `${name}, the first ${mostRows} of ${all.length}` : name,
  all.slice(0, mostRows),
]

function alertTable({ replay: { alerts } }: CaseTrace): Html {
  if (alerts.length === 0) return html`<p>No alerts.</p>`
  const [name, shown] = capped('Alerts', alerts)
  const rows = shown.map(({ at, severity, title, entities, rows: count }) => [
    instantText(at),
    severity,
    title,
    entities.map(({ type, identifiers }) => `${type} ${Object.values(identifiers).join(' ')}`).join(', '),
    count,
  ])
  return table(name, ['run', 'severity', 'title', 'entities', '#rows'], rows)
}

function runTable({ replay: { runs } }: CaseTrace): Html {
  const [name, shown] = capped('Runs', runs)
  const rows = shown.map(({ scheduled: { at, window }, ...run }) => [
    instantText(at),
    `${instantText(window.from)} to ${instantText(window.to)}`,
    ...(run.kind === 'ran' ? [run.rows, run.alerts] : ['suppressed', '']),
  ])
  return table(name, ['run', 'window', '#result rows', '#alerts'], rows)
}

function incidentTable({ replay: { incidents } }: CaseTrace): Html {
  if (incidents.length === 0) return html`<p>No incidents.</p>`
  const [name, shown] = capped('Incidents', incidents)
  const rows = shown.map(({ at, severity, title, alerts }) => [instantText(at), severity, title, alerts.length])
  return table(name, ['first alert', 'severity', 'title', '#alerts'], rows)
}

function funnel({ explanation: { at, stages, causes } }: CaseTrace): Html {
  const most = Math.max(1, ...stages.map(({ rowsOut }) => rowsOut))
  const row = (stage: Stage) => html`<tr><td class="number">${lineOf(stage.span)}</td><td>${stageName(stage)}</td>
<td class="number">${stage.rowsIn.toLocaleString('en-US')}</td><td class="number">${stage.rowsOut.toLocaleString('en-US')}</td>
<td><meter min="0" max="${most}" value="${stage.rowsOut}" aria-hidden="true"></meter></td></tr>
`
  const name = `Rows after each operator, the run of ${instantText(at)}`
  return html`${scrolled(
    name,
    html`<table><caption>${name}</caption><thead><tr><th scope="col" class="number">line</th><th scope="col">operator</th><th scope="col" class="number">rows in</th><th scope="col" class="number">rows out</th><td></td></tr></thead>
<tbody>${stages.map(row)}</tbody></table>`,
  )}${when(
    causes.length > 0,
    () =>
      html`<ol>${causes.map(({ kind, span, text }) => html`<li><strong>${kind}</strong>, line ${lineOf(span)}: ${text}</li>`)}</ol>`,
  )}`
}

/** The rows that each alert of the explained run was made from. */
function origins({ explanation: { at, origins: alerts = [], untraced } }: CaseTrace): Html {
  const note =
    untraced === undefined
      ? html``
      : html`<p>${untraced} makes rows of several others, so the rows behind the alerts are not known.</p>`
  const all = alerts.flatMap(({ title, rows }) =>
    rows.map(({ table: name, row, values }) => {
      const cells = Object.entries(values).map(([column, value]) => `${column} ${value}`)
      return [title, name, row + 1, cells.join(', ').slice(0, mostText)]
    }),
  )
  const [name, shown] = capped(`Rows behind the alerts of ${instantText(at)}`, all)
  const rows = table(name, ['alert', 'table', '#row', 'values'], shown)
  return when(
    all.length > 0 || untraced !== undefined,
    () => html`<details><summary>Rows behind the alerts</summary>${all.length > 0 ? rows : note}</details>`,
  )
}

/** Characters of a row that a table shows. */
const mostText = 400

function fixtures({ data, rows, trace }: CaseRecord): Html {
  const written = rows.map(({ table: name, rows: own }) => {
    const count = own.reduce((sum, { repeat }) => sum + repeat, 0)
    return `${name.value}: ${counted(count, 'row')} written in ${name.span.file.path}`
  })
  const read = data.map(({ table: name, path }) => `${name.value}: ${path.value}`)
  const totals = trace?.events.map(({ table: name, rows: count }) => `${name}: ${counted(count, 'row')} in all`) ?? []
  const all = [...read, ...written, ...totals]
  return when(
    all.length > 0,
    () => html`<details><summary>Logs</summary><ul>${all.map(item => html`<li>${item}</li>`)}</ul></details>`,
  )
}
