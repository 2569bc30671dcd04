import { type Diagnosed, isError } from '@tripline/diagnostics'
import { listDetections } from '@tripline/project'
import { type AlertingRule, isAlerting } from '@tripline/rules'
import { commandReport } from '../command-line/command-report.ts'
import { type CommandContext, openContext } from './command-context.ts'
import { findRules, readRule } from './find-rules.ts'

/** Rules that are scheduled, and where the command works. */
export interface NamedRules {
  readonly context: CommandContext
  readonly rules: readonly AlertingRule[]
}

/** The scheduled rules that arguments name; none if one cannot be read. Other kinds are left out. */
export async function openAlertingRules(
  names: readonly string[],
  folder: string | undefined,
): Promise<Diagnosed<NamedRules>> {
  const { value: context, diagnostics } = await openContext({ folder, near: names[0] })
  if (!context || diagnostics.some(isError)) return { diagnostics }
  const chosen = await findRules(names, context)
  if (!chosen.value) return { diagnostics: chosen.diagnostics }
  const { value: files, diagnostics: unlisted } = await listDetections(chosen.value)
  if (!files || unlisted.length > 0) return { diagnostics: unlisted }
  const loaded = await Promise.all(files.rules.map(readRule))
  const findings = loaded.flatMap(({ value, diagnostics: found }) => (value ? [] : found))
  if (findings.some(isError)) return { diagnostics: findings }
  const all = loaded.flatMap(({ value }) => value ?? [])
  const rules = all.filter(isAlerting)
  if (rules.length > 0) return { value: { context, rules }, diagnostics }
  const [other] = all
  if (!other) return { diagnostics: [commandReport['nothing-found'](undefined, 'rules', names.join(', '))] }
  return { diagnostics: [commandReport['rule-kind']({ ...other.span, end: other.span.start }, other.kind)] }
}
