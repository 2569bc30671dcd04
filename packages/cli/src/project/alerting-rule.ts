import { type Diagnosed, isError } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import { type AlertingRule, environmentFor, isAlerting } from '@tripline/rules'
import { commandReport } from '../command-line/command-report.ts'
import { type CommandContext, openContext } from './command-context.ts'
import { findRule, readRule } from './find-rules.ts'

/** A rule that an argument names, and where the command works. */
export interface NamedRule {
  readonly context: CommandContext
  readonly file: FilePath
  readonly rule: AlertingRule
}

/** The rule that an argument names, if it is one that is scheduled. */
export async function openAlertingRule(name: string, folder: string | undefined): Promise<Diagnosed<NamedRule>> {
  const { value: context, diagnostics } = await openContext({ folder, near: name })
  if (!context || diagnostics.some(isError)) return { diagnostics }
  const { value: file, diagnostics: unknown } = await findRule(name, context)
  if (!file) return { diagnostics: unknown }
  const { value: rule, diagnostics: findings } = await readRule(file)
  if (!rule) return { diagnostics: findings }
  if (isAlerting(rule)) {
    const seen = { ...context, world: environmentFor(rule, context.world) }
    return { value: { context: seen, file, rule }, diagnostics: [...diagnostics, ...findings] }
  }
  return { diagnostics: [commandReport['rule-kind']({ ...rule.span, end: rule.span.start }, rule.kind)] }
}
