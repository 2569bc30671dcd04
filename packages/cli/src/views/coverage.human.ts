import {
  counted,
  indented,
  joined,
  type Palette,
  type Printable,
  positionAt,
  printable,
  printableLines,
  text,
} from '@tripline/diagnostics'
import {
  type CoveredCondition,
  countNoticed,
  type MutantResult,
  percentNoticed,
  type RuleCoverage,
  type RuleScore,
} from '@tripline/replay'
import type { ScoredRule } from '../coverage/score-rules.ts'
import type { Io } from '../process/io.ts'
import { paletteOf } from './diagnostics.human.ts'

/** The conditions of rules that no row of a test fulfilled, or that every row did. */
export function showCoverage(coverages: readonly RuleCoverage[], io: Io): void {
  const palette = paletteOf(io.stdout, io)
  const rules = coverages.map(coverage => coverageText(coverage, palette))
  io.stdout.write(text`${joined([...rules, coverageSum(coverages)], '\n\n')}\n`)
}

export const coverageSum = (coverages: readonly RuleCoverage[]): Printable =>
  text`${covered(coverages.flatMap(({ conditions }) => conditions))} in ${counted(coverages.length, 'rule')}`

/** A rule with its conditions that were not seen both true and false. */
export const coverageText = ({ rule, conditions }: RuleCoverage, palette: Palette): Printable =>
  joined(
    [
      text`${palette.strong(printable(rule))}  ${covered(conditions)}`,
      ...conditions.filter(one => !isCovered(one)).map(one => conditionText(one, palette)),
    ],
    '\n',
  )

const isCovered = ({ held, failed }: CoveredCondition): boolean => held && failed

const covered = (conditions: readonly CoveredCondition[]): Printable =>
  text`${conditions.filter(isCovered).length} of ${counted(conditions.length, 'condition')} seen true and false`

/** `  38:15 never false: EventID == 4720` */
function conditionText({ span, text: condition, held, failed }: CoveredCondition, palette: Palette): Printable {
  const { line, column } = positionAt(span.file, span.start)
  const what = held ? 'never false' : failed ? 'never true' : 'never reached'
  return text`  ${palette.faint(text`${line}:${column}`)} ${what}: ${short(condition)}`
}

/** The scores of rules, each with the changes that no test notices. */
export function showScores(scores: readonly ScoredRule[], io: Io): void {
  const palette = paletteOf(io.stdout, io)
  const rules = scores.map(score => scoreText(score, palette))
  io.stdout.write(text`${joined([...rules, scoreSum(scores)], '\n\n')}\n`)
}

export const scoreSum = (scores: readonly RuleScore[]): Printable =>
  text`${sum({ mutants: scores.flatMap(({ mutants }) => mutants) })} in ${counted(scores.length, 'rule')}`

/** A rule with the changes that no test notices. */
export function scoreText(score: ScoredRule, palette: Palette): Printable {
  const survivors = score.mutants.filter(({ killedBy }) => killedBy === undefined)
  return joined([titleOf(score, palette), ...survivors.map(mutant => mutantText(mutant, palette))], '\n')
}

const sum = (score: Pick<RuleScore, 'mutants'>): Printable =>
  text`${countNoticed(score.mutants)} of ${counted(score.mutants.length, 'change')} noticed, ${percentNoticed(score).toFixed(1)} %`

const titleOf = (score: ScoredRule, palette: Palette): Printable =>
  text`${palette.strong(printable(score.rule))}${score.kept ? palette.faint(text` (kept)`) : text``}  ${sum(score)}`

/** `  14:9 threshold: 5 -> 6` */
function mutantText({ kind, span, before, after, suggestion }: MutantResult, palette: Palette): Printable {
  const { line, column } = positionAt(span.file, span.start)
  const what =
    after === 'true' && kind === 'condition' ? text`without ${short(before)}` : text`${short(before)} -> ${after}`
  const title = text`  ${palette.faint(text`${line}:${column}`)} ${kind}: ${what}`
  if (suggestion === undefined) return title
  const yaml = indented(printableLines(suggestion.trimEnd()), 6)
  return joined([title, palette.faint(text`    a case that notices it:`), yaml], '\n')
}

/** A part of the query on one line. */
function short(part: string): string {
  const line = part.replace(/\s+/g, ' ')
  return line.length > 80 ? `${line.slice(0, 79)}…` : line
}
