import { diagnosticRow, jsonDocument, positionAt } from '@tripline/diagnostics'
import { countNoticed, type MutantResult, percentNoticed, type RuleCoverage } from '@tripline/replay'
import type { ScoredRule } from '../coverage/score-rules.ts'
import type { Io } from '../process/io.ts'

/** `{"rules": [{"rule", "score", "killed", "kept", "mutants": [{"kind", "line", …}], "diagnostics"}], "score"}` */
export function showScoresJson(scores: readonly ScoredRule[], { stdout }: Io): void {
  const rules = scores.map(score => ({
    rule: score.rule,
    score: percentNoticed(score),
    killed: countNoticed(score.mutants),
    kept: score.kept,
    mutants: score.mutants.map(mutantJson),
    diagnostics: score.diagnostics.map(diagnosticRow),
  }))
  const all = scores.flatMap(({ mutants }) => mutants)
  stdout.write(jsonDocument({ rules, score: percentNoticed({ mutants: all }) }))
}

/** `{"rules": [{"rule", "conditions": [{"text", "file", "line", "column", "true", "false"}], "diagnostics"}]}` */
export function showCoverageJson(coverages: readonly RuleCoverage[], { stdout }: Io): void {
  const rules = coverages.map(({ rule, conditions, diagnostics }) => ({
    rule,
    conditions: conditions.map(({ span, text, held, failed }) => {
      const { line, column } = positionAt(span.file, span.start)
      return { text, file: span.file.path, line, column, true: held, false: failed }
    }),
    diagnostics: diagnostics.map(diagnosticRow),
  }))
  stdout.write(jsonDocument({ rules }))
}

function mutantJson({ kind, span, before, after, killedBy, suggestion }: MutantResult) {
  const { line, column } = positionAt(span.file, span.start)
  return {
    kind,
    file: span.file.path,
    line,
    column,
    before,
    after,
    killedBy: killedBy ?? null,
    suggestion: suggestion ?? null,
  }
}
