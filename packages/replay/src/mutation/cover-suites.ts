import { type Diagnostic, isError, type Span } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import { type AlertingRule, environmentFor, spanInQuery, type TestCase } from '@tripline/rules'
import { scheduledRuns } from '../run/scheduled-run.ts'
import { loadCaseData } from '../suite/case-data.ts'
import { ingestionDelayOf } from '../suite/case-schedule.ts'
import type { ReplayEnvironment } from '../suite/replay-environment.ts'
import { loadRuleSuites } from './rule-suites.ts'

/** A condition of a rule's filters, and whether rows of some case fulfilled it, and others not. */
export interface CoveredCondition {
  readonly span: Span
  readonly text: string
  readonly held: boolean
  readonly failed: boolean
}

export interface RuleCoverage {
  readonly rule: string
  readonly conditions: readonly CoveredCondition[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Which conditions of a rule its test files show to hold and not to hold. */
export async function coverSuites(files: readonly FilePath[], environment: ReplayEnvironment): Promise<RuleCoverage> {
  const { path, rule, cases, diagnostics } = await loadRuleSuites(files, environment.root)
  if (!rule) return { rule: path, conditions: [], diagnostics }
  const covered = new Map<string, CoveredCondition>()
  const unusable: Diagnostic[] = []
  for (const testCase of cases) {
    unusable.push(...(await coverCase(testCase, rule, covered, environmentFor(rule, environment))))
  }
  const conditions = [...covered.values()].sort((a, b) => a.span.start - b.span.start)
  return { rule: path, conditions, diagnostics: unusable }
}

async function coverCase(
  testCase: TestCase,
  rule: AlertingRule,
  covered: Map<string, CoveredCondition>,
  environment: ReplayEnvironment,
): Promise<readonly Diagnostic[]> {
  const data = await loadCaseData(testCase, ingestionDelayOf(testCase, rule), environment)
  if (!data.value || data.diagnostics.some(isError)) return data.diagnostics
  await using engine = await environment.openEngine(environment.catalogue, data.value)
  const kql = rule.query.value
  for (const { at, window } of scheduledRuns(rule, testCase.schedule)) {
    const counts = await engine.countConditions({ kql, now: at, window, timeout: environment.timeout })
    for (const { start, end, holds, fails } of counts ?? []) {
      const key = `${start} ${end}`
      const known = covered.get(key)
      covered.set(key, {
        span: spanInQuery(rule.query, start, end),
        text: kql.slice(start, end),
        held: known?.held || holds > 0,
        failed: known?.failed || fails > 0,
      })
    }
    if ([...covered.values()].every(({ held, failed }) => held && failed)) break
  }
  return []
}
