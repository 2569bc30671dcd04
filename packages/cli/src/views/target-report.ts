import { counted, joined, type Palette, type Printable, printable, text } from '@tripline/diagnostics'
import type { Outcome, TargetReport } from '../deploy/target-report.ts'

type Failed = Extract<Outcome<unknown>, { readonly failure: unknown }>

/** What is shown of each workspace; of one that failed, why. */
export const blocksOf = <Value>(
  { outcomes }: TargetReport<Value>,
  palette: Palette,
  blockOf: (value: Value) => Printable,
): readonly Printable[] =>
  outcomes.map(outcome => ('value' in outcome ? blockOf(outcome.value) : failureText(outcome, palette)))

const failureText = ({ workspace, failure }: Failed, { strong, error }: Palette): Printable => {
  const reasons = failure.map(({ id, message }) => error(text`${id}: ${message}`))
  return text`${strong(printable(workspace))}\n\n${joined(reasons, '\n')}`
}

/** Lines that sum up each workspace by name and, of several, all of them. */
export function sumLines<Value>(report: TargetReport<Value>, sumsOf: (values: readonly Value[]) => string): Printable {
  const { isOne, outcomes } = report
  const lines = outcomes.map(outcome => {
    if ('failure' in outcome) return printable(`${outcome.workspace}: failed`)
    return printable(isOne ? sumsOf([outcome.value]) : `${outcome.workspace}: ${sumsOf([outcome.value])}`)
  })
  return joined(isOne ? [printable(outcomes[0]!.workspace), ...lines] : [...lines, totalLine(report, sumsOf)], '\n')
}

/** `3 workspaces: 1 to create, 2 to update; 1 failed`. */
export function totalLine<Value>(
  { outcomes }: TargetReport<Value>,
  sumsOf: (values: readonly Value[]) => string,
): Printable {
  const values = outcomes.flatMap(outcome => ('value' in outcome ? [outcome.value] : []))
  const failed = outcomes.length - values.length
  return printable(
    `${counted(outcomes.length, 'workspace')}: ${sumsOf(values)}${failed > 0 ? `; ${failed} failed` : ''}`,
  )
}

/** The parts of a Markdown document about each workspace, under its name if there are several. */
export const partsOf = <Value>(
  { isOne, outcomes }: TargetReport<Value>,
  palette: Palette,
  partsIn: (value: Value) => readonly Printable[],
): readonly Printable[] =>
  outcomes.flatMap(outcome => {
    if ('failure' in outcome) return [failureText(outcome, palette)]
    const [first, ...others] = partsIn(outcome.value)
    if (!first) return []
    return [isOne ? first : text`${palette.strong(printable(outcome.workspace))}\n\n${first}`, ...others]
  })

/** The document of the workspace that was named, or those of several in a list. */
export function reportDocument<Value>({ isOne, outcomes }: TargetReport<Value>, documentOf: (value: Value) => object) {
  const documents = outcomes.map(outcome =>
    'value' in outcome
      ? documentOf(outcome.value)
      : { workspace: outcome.workspace, errors: outcome.failure.map(({ id, message }) => ({ id, message })) },
  )
  return isOne ? documents[0]! : { workspaces: documents }
}
