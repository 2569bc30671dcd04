import type { JsonValue } from '@tripline/diagnostics'
import { type AlertingRule, type InlineRow, type InlineTable, shortDuration, type TestCase } from '@tripline/rules'
import { plainValue, writeYaml } from '@tripline/yaml'
import type { Alert } from '../alert/alert.ts'
import { alertJson } from '../report/alert-json.ts'
import { expectedAlertJson } from '../report/alert-yaml.ts'
import { instantText, periodOf } from '../run/scheduled-run.ts'
import { changesFor } from './changes-for.ts'
import { comparedTexts } from './compared-texts.ts'
import type { OpenCases } from './open-case.ts'
import { type RowChange, rowVariants } from './row-variants.ts'
import type { Mutant } from './rule-mutants.ts'

/** Variants of cases that are tried for a mutant, and for all mutants of a rule. */
const mostTried = { mutant: 8, rule: 24 }

/** Whole numbers of a query that rows may be repeated as often as. */
const mostNumbers = 8
const mostRepeated = 1_000

/** A mutant that no case notices. */
interface Survivor {
  readonly mutant: Mutant
  /** Whether a change of a case's rows may show it. */
  readonly isShownBy: (change: RowChange) => boolean
  /** Variants that are still tried for it. */
  tries: number
}

/**
 * For mutants that no case notices, cases that would, as YAML: small variants of existing cases with rows, on which the rule and
 * the mutant raise different alerts. Not every mutant has one.
 */
export async function suggestCases(
  rule: AlertingRule,
  survivors: readonly Mutant[],
  cases: readonly TestCase[],
  open: OpenCases,
): Promise<ReadonlyMap<Mutant, string>> {
  const found = new Map<Mutant, string>()
  const own = { rule, kql: rule.query.value }
  const wanted = survivors.map(
    (mutant): Survivor => ({ mutant, isShownBy: changesFor(mutant, own.kql), tries: mostTried.mutant }),
  )
  let tries = mostTried.rule
  for (const { testCase, change } of variantsOf(rule, cases)) {
    const left = wanted.filter(one => one.tries > 0 && !found.has(one.mutant))
    if (left.length === 0 || tries === 0) break
    const tried = left.filter(({ isShownBy }) => isShownBy(change))
    if (tried.length === 0) continue
    tries--
    const opened = await open(testCase)
    if (!opened.value) continue
    await using variant = opened.value
    const alerts = (await variant.replay(own))?.alerts
    if (!alerts) continue
    const shows = async ({ mutant }: Survivor) => {
      const others = (await variant.replay(mutant))?.alerts
      if (!others || shown(others) === shown(alerts)) return false
      found.set(mutant, caseYaml(testCase, mutant, alerts))
      return true
    }
    let isUseful = false
    for (const one of tried) {
      one.tries--
      isUseful = (await shows(one)) || isUseful
    }
    // It is shown in any case, so it may as well show others.
    if (isUseful) for (const one of left) if (!tried.includes(one)) await shows(one)
  }
  return found
}

const shown = (alerts: readonly Alert[]): string => JSON.stringify(alerts.map(alertJson))

interface VariedCase {
  readonly testCase: TestCase
  readonly change: RowChange
}

/** One variant of each case after the other, so that none takes all the tries. */
function* variantsOf(rule: AlertingRule, cases: readonly TestCase[]): Generator<VariedCase> {
  // What a variant would leave out would change what it means.
  const usable = cases.filter(
    ({ include, data, folders, watchlists, watchlistRows, externalData, rows, schedule }) =>
      [include, data, folders, watchlists, watchlistRows, externalData].every(files => files.length === 0) &&
      rows.length > 0 &&
      schedule.kind === 'once',
  )
  const period = periodOf(rule)
  const written = rule.query.value.match(/\b\d{1,4}\b/g) ?? []
  const numbers = [...new Set(written.map(Number))].filter(number => number <= mostRepeated).slice(0, mostNumbers)
  const texts = comparedTexts(rule.query.value)
  const variants = usable.map(testCase => {
    const at = testCase.schedule.kind === 'once' ? testCase.schedule.at.value : 0n
    return { testCase, rows: rowVariants(testCase.rows, { at, period, numbers, texts }) }
  })
  for (let open = variants; open.length > 0; ) {
    const still: typeof variants = []
    for (const one of open) {
      const { value, done } = one.rows.next()
      if (done) continue
      still.push(one)
      yield { testCase: { ...one.testCase, rows: value.tables }, change: value.change }
    }
    open = still
  }
}

function caseYaml({ schedule, rows }: TestCase, { before, after }: Mutant, alerts: readonly Alert[]): string {
  const at = schedule.kind === 'once' ? instantText(schedule.at.value) : ''
  return writeYaml([
    {
      name: after === 'true' ? `${short(before)} matters` : `${short(before)}, not ${short(after)}`,
      at,
      rows: Object.fromEntries(rows.map(tableJson)),
      expect: { alerts: alerts.map(alert => expectedAlertJson(alert, { at: false })) },
    },
  ])
}

const short = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 60)

const tableJson = ({ table, rows }: InlineTable): readonly [string, JsonValue] => [table.value, rows.map(rowJson)]

const rowJson = ({ repeat, from, every, cells }: InlineRow): JsonValue => ({
  ...(repeat > 1 && { repeat }),
  ...(every && repeat > 1 && { every: shortDuration(every.value.ticks) }),
  ...(from && { from: instantText(from.value) }),
  ...Object.fromEntries(cells.map(({ column, value }) => [column.value, plainValue(value)])),
})
