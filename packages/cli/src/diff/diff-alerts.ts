import { relative, resolve } from 'node:path'
import type { Diagnosed, Diagnostic, JsonValue } from '@tripline/diagnostics'
import { type Alert, alertJson, type ReplayEnvironment } from '@tripline/replay'
import type { Rule } from '@tripline/rules'
import type { RuleSet } from './open-base.ts'

/** An alert that only one of two versions raises, and over what: a case, or the recorded logs. */
export interface AlertChange {
  readonly change: 'added' | 'removed'
  readonly source: string
  readonly alert: Alert
}

export interface RuleChange {
  /** Its path in the project. */
  readonly rule: string
  readonly state: 'added' | 'removed' | 'changed' | 'same'
  readonly alerts: readonly AlertChange[]
  /** Why some alerts are not known. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Logs that both versions of a rule are run over. */
export interface AlertSource {
  readonly name: string
  /** Path of the rule in the project. */
  readonly rule: string
  readonly alerts: (rule: Rule, version: Version) => Promise<Diagnosed<readonly Alert[]>>
}

/** One of the two versions of the project. */
export interface Version extends RuleSet {
  readonly environment: ReplayEnvironment
}

/**
 * The alerts that each rule raises in one version and not in the other. A version without the rule raises none. A rule that has
 * moved to another file is known by its id. `sharesWorld`: whether rules see the same in both, apart from logs.
 */
export async function* diffAlerts(
  before: Version,
  after: Version,
  sharesWorld: boolean,
  sources: readonly AlertSource[],
): AsyncGenerator<RuleChange> {
  for (const { path, old, current } of pairs(before.rules, after.rules)) {
    const alerts: AlertChange[] = []
    const diagnostics: Diagnostic[] = []
    const state = stateOf(old, current)
    for (const source of sharesWorld && state === 'same' ? [] : sources.filter(({ rule }) => rule === path)) {
      const [was, is] = [await alertsOf(source, old, before), await alertsOf(source, current, after)]
      diagnostics.push(...was.diagnostics, ...is.diagnostics)
      if (was.value && is.value) alerts.push(...changes(source.name, was.value, is.value))
    }
    yield { rule: path, state, alerts, diagnostics }
  }
}

interface Pair {
  readonly path: string
  readonly old?: Rule | undefined
  readonly current?: Rule | undefined
}

/** Both versions of each rule, by its path now, or where it was. */
function pairs(before: RuleSet['rules'], after: RuleSet['rules']): readonly Pair[] {
  const gone = new Map([...before].filter(([path]) => !after.has(path)))
  const present = [...after].map(([path, current]): Pair => {
    const isMoved = ({ id }: Rule) => id !== undefined && id.value === current.id?.value
    const from = before.has(path) ? path : [...gone].find(([, rule]) => isMoved(rule))?.[0]
    if (from === undefined) return { path, current }
    gone.delete(from)
    return { path, old: before.get(from), current }
  })
  const absent = [...gone].map(([path, old]): Pair => ({ path, old }))
  return [...present, ...absent].sort((a, b) => (a.path < b.path ? -1 : 1))
}

async function alertsOf(source: AlertSource, rule: Rule | undefined, version: Version) {
  if (!rule) return { value: [], diagnostics: [] }
  const { value, diagnostics } = await source.alerts(rule, version)
  return { value, diagnostics: value ? [] : diagnostics }
}

function stateOf(old: Rule | undefined, current: Rule | undefined): RuleChange['state'] {
  if (!old) return 'added'
  if (!current) return 'removed'
  return old.file.text === current.file.text ? 'same' : 'changed'
}

/** As often as an alert occurs more in one list than in the other. */
function changes(source: string, before: readonly Alert[], after: readonly Alert[]): readonly AlertChange[] {
  const only = (change: AlertChange['change'], own: readonly Alert[], others: readonly Alert[]) => {
    const left = new Map<string, number>()
    for (const alert of others) left.set(keyOf(alert), (left.get(keyOf(alert)) ?? 0) + 1)
    return own.flatMap((alert): readonly AlertChange[] => {
      const matching = left.get(keyOf(alert)) ?? 0
      left.set(keyOf(alert), matching - 1)
      return matching > 0 ? [] : [{ change, source, alert }]
    })
  }
  return [...only('removed', before, after), ...only('added', after, before)]
}

const keyOf = (alert: Alert): string => JSON.stringify(alertJson(alert) as JsonValue)

/** The path of a file in the project. */
export const pathIn = (root: string, path: string): string => relative(resolve(root), resolve(path))
