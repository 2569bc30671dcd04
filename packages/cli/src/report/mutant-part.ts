import { counted } from '@tripline/diagnostics'
import { type Html, html } from '@tripline/diagnostics/html'
import { countNoticed, lineOf, type MutantResult, percentNoticed, type RuleScore } from '@tripline/replay'

/** The small changes of a rule, those that no test notices first, and the case that notices each of the others. */
export function mutantPart(score: RuleScore): Html {
  const { mutants } = score
  const noticed = html`${countNoticed(mutants)} of ${counted(mutants.length, 'change')} noticed, ${percentNoticed(score).toFixed(1)} %`
  const sorted = mutants.toSorted((a, b) => Number(a.killedBy !== undefined) - Number(b.killedBy !== undefined))
  return html`<h2>Small changes of the rule</h2>
<div class="scroll" tabindex="0" role="group" aria-label="Small changes of the rule"><table>
<caption>${noticed}</caption>
<thead><tr><th scope="col" class="number">line</th><th scope="col">change</th><th scope="col">before</th><th scope="col">after</th><th scope="col">noticed by</th></tr></thead>
<tbody>${sorted.map(mutantRow)}</tbody>
</table></div>`
}

const mutantRow = ({ kind, span, before, after, killedBy }: MutantResult): Html => {
  const by = killedBy ?? html`<span class="state failed">no test</span>`
  return html`<tr><td class="number faint">${lineOf(span)}</td><td>${kind}</td><td class="code">${before}</td><td class="code">${after}</td><td>${by}</td></tr>
`
}
