import { counted } from '@tripline/diagnostics'
import { type Html, html } from '@tripline/diagnostics/html'
import { type CaseTrace, instantText, type RunTrace } from '@tripline/replay'

/** The width of the picture and of its names, in its own units. */
const width = 960
const names = 170
const lane = 26
/** Room for the mark of an alert at the end. */
const margin = 12
const bins = 160
/** Windows that are drawn one by one; of more runs, only the times. */
const mostWindows = 40

interface Axis {
  readonly from: bigint
  readonly to: bigint
  readonly x: (at: bigint) => number
}

/** Events, runs, alerts and incidents of a case over time, each in a lane of its own. */
export function timeline({ events, replay }: CaseTrace, id: string): Html {
  const axis = axisOf(replay.runs)
  const tables = events.filter(({ times }) => times.length > 0)
  const drawn = replay.runs.slice(0, mostWindows)
  const lanes: readonly (readonly [string, (y: number) => readonly Html[]])[] = [
    ...tables.map(({ table, times }) => [table, (y: number) => eventBars(times, axis, y)] as const),
    ['runs', y => drawn.map(run => runMark(run, axis, y))],
    ['alerts', y => replay.alerts.map(alert => alertMark(alert.at, alert.title, axis, y))],
    ['incidents', y => replay.incidents.map(incident => incidentMark(incident, axis, y))],
  ]
  const height = lanes.length * lane + 30
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Timeline"><svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-text">
<title id="${id}-title">Timeline</title>
<desc id="${id}-text">${inWords({ events, replay })}</desc>
${lanes.map(([name, marks], index) => {
  const y = index * lane
  return html`<g><line class="grid" x1="${names}" x2="${width}" y1="${y + lane - 2}" y2="${y + lane - 2}"/><text x="4" y="${y + 17}">${cut(name)}</text>${marks(y)}</g>
`
})}<text class="faint" x="${names}" y="${height - 8}">${instantText(axis.from)}</text><text class="faint" x="${width - 4}" y="${height - 8}" text-anchor="end">${instantText(axis.to)}</text>
</svg></div>`
}

const cut = (name: string): string => (name.length > 24 ? `${name.slice(0, 23)}…` : name)

/** What the picture shows. */
function inWords({ events, replay: { runs, alerts, incidents } }: Pick<CaseTrace, 'events' | 'replay'>): string {
  const suppressed = runs.filter(({ kind }) => kind === 'suppressed').length
  const parts = [
    ...events.map(({ table, rows }) => `${counted(rows, 'row')} of ${table}`),
    `${counted(runs.length, 'run')}${suppressed > 0 ? `, ${suppressed} suppressed` : ''}`,
    counted(alerts.length, 'alert'),
    counted(incidents.length, 'incident'),
  ]
  return `${parts.join('; ')}. The tables below say the same.`
}

/** From the start of the first window to the last run. */
function axisOf(runs: readonly RunTrace[]): Axis {
  const from = runs[0]!.scheduled.window.from
  const last = runs.at(-1)!.scheduled.at
  const to = last > from ? last : from + 1n
  const x = (at: bigint) => {
    const share = Number(((at - from) * 10_000n) / (to - from)) / 10_000
    return Math.round((names + Math.min(1, Math.max(0, share)) * (width - names - margin)) * 10) / 10
  }
  return { from, to, x }
}

/** A bar for each part of the time, as high as it has events in comparison with the fullest. */
function eventBars(times: readonly bigint[], axis: Axis, y: number): readonly Html[] {
  const counts = Array.from({ length: bins }, () => 0)
  for (const at of times) {
    if (at < axis.from || at > axis.to) continue
    const bin = Number(((at - axis.from) * BigInt(bins)) / (axis.to - axis.from))
    counts[Math.min(bins - 1, bin)]! += 1
  }
  const most = Math.max(1, ...counts)
  const step = (width - names - margin) / bins
  return counts.flatMap((count, bin) => {
    if (count === 0) return []
    const height = 4 + Math.round((count / most) * 16)
    const left = Math.round((names + bin * step) * 10) / 10
    return [
      html`<rect class="event" x="${left}" y="${y + 22 - height}" width="${Math.round(step * 8) / 10}" height="${height}"><title>${counted(count, 'row')}</title></rect>`,
    ]
  })
}

function runMark({ scheduled: { at, window }, ...run }: RunTrace, axis: Axis, y: number): Html {
  const [left, right] = [axis.x(window.from), axis.x(at)]
  const style = run.kind === 'suppressed' ? 'suppressed' : 'window'
  const text =
    run.kind === 'suppressed' ? 'suppressed' : `${counted(run.rows, 'result row')}, ${counted(run.alerts, 'alert')}`
  return html`<g><title>run of ${instantText(at)}: ${text}</title><rect class="${style}" x="${left}" y="${y + 12}" width="${Math.max(1, right - left)}" height="3" opacity=".45"/><rect class="${style}" x="${right - 2}" y="${y + 6}" width="4" height="14"/></g>`
}

function alertMark(at: bigint, title: string, axis: Axis, y: number): Html {
  const x = axis.x(at)
  return html`<path class="alert" d="M${x} ${y + 5} l6 8 l-6 8 l-6 -8 z"><title>${title}</title></path>`
}

function incidentMark({ title, alerts, at }: CaseTrace['replay']['incidents'][number], axis: Axis, y: number): Html {
  const [left, right] = [axis.x(at), axis.x(alerts.at(-1)!.at)]
  return html`<rect class="incident" x="${left - 5}" y="${y + 8}" width="${right - left + 10}" height="10" rx="3"><title>${title}: ${counted(alerts.length, 'alert')}</title></rect>`
}
