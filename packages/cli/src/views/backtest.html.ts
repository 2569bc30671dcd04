import { printableDocument } from '@tripline/diagnostics'
import { type Html, html, htmlPage } from '@tripline/diagnostics/html'
import type { Backtest } from '../backtest/backtest.ts'
import { type BacktestSummary, summarizeBacktest } from '../backtest/summarize-backtest.ts'
import type { Io } from '../process/io.ts'
import { number } from './amounts.ts'

/** The size of a picture, in its own units. */
const [width, height, foot] = [960, 160, 20]

/** A page that loads nothing: for each backtest, the alerts of its days as bars and as a table. */
export function showBacktestsHtml(backtests: readonly Backtest[], { stdout }: Io): void {
  const content = html`<main>
<h1>Backtest</h1>
${backtests.map(backtest => section(summarizeBacktest(backtest)))}
</main>`
  stdout.write(printableDocument(htmlPage({ title: 'Backtest – Tripline' }, content)))
}

function section(summary: BacktestSummary): Html {
  const { rule, parameters, from, to, alerts, alertsPerDay, suppressed, days, entities } = summary
  const values = Object.entries(parameters).map(([name, value]) => html` ${name}=${String(value)}`)
  return html`<section>
<h2>${rule}${values}</h2>
<p>${from} to ${to}: ${number(alerts)} alerts, ${alertsPerDay.toFixed(1)} a day; ${number(suppressed.alerts)} more are suppressed.</p>
${picture(summary)}
<table>
<thead><tr><th scope="col">day</th><th scope="col">runs</th><th scope="col">alerts</th><th scope="col">suppressed</th><th scope="col">failed</th></tr></thead>
<tbody>
${days.map(
  day => html`<tr><th scope="row">${day.day}</th><td>${number(day.runs)}</td><td>${number(day.alerts)}</td><td>${number(day.suppressed.alerts)}</td><td>${day.failed ? `${day.failed.at}: ${day.failed.reason}` : ''}</td></tr>
`,
)}</tbody>
</table>
${entities.length > 0 ? html`<h3>Entities in most alerts</h3>` : ''}
<ol>${entities.map(one => html`<li>${number(one.alerts)}: <code>${JSON.stringify(one.entity)}</code></li>`)}</ol>
</section>
`
}

/** A bar for each day, as high as it has alerts in comparison with the worst, and what is suppressed above it. */
function picture({ days, from, to }: BacktestSummary): Html {
  const most = Math.max(1, ...days.map(({ alerts, suppressed }) => alerts + suppressed.alerts))
  const step = width / Math.max(1, days.length)
  const bar = (index: number, below: number, count: number, opacity: string) => {
    const [tall, low] = [count, below].map(part => Math.round((part / most) * height)) as [number, number]
    return html`<rect x="${Math.round(index * step)}" y="${height - low - tall}" width="${Math.max(1, Math.floor(step) - 1)}" height="${tall}" fill="currentColor" fill-opacity="${opacity}"/>`
  }
  return html`<svg viewBox="0 0 ${width} ${height + foot}" role="img" aria-label="Alerts of each day; the table below says the same">
${days.flatMap(({ alerts, suppressed }, index) => [bar(index, 0, alerts, '0.8'), bar(index, alerts, suppressed.alerts, '0.3')])}
<text x="0" y="${height + foot - 4}" fill="currentColor">${from}</text><text x="${width}" y="${height + foot - 4}" text-anchor="end" fill="currentColor">${to}</text>
<text x="0" y="12" fill="currentColor">${number(most)}</text>
</svg>`
}
