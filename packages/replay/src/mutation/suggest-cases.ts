import type { JsonValue } from '@tripline/diagnostics'
import { type AlertingRule, type InlineRow, type InlineTable, shortDuration, type TestCase } from '@tripline/rules'
import { plainValue, writeYaml } from '@tripline/yaml'
import type { Alert } from '../alert/alert.ts'
import { alertJson } from '../report/alert-json.ts'
import { expectedAlertJson } from '../report/alert-yaml.ts'
import { instantText } from '../run/scheduled-run.ts'
import { rowVariants } from './row-variants.ts'
import type { Mutant } from './rule-mutants.ts'

/** The alerts of a case under a rule and a query; undefined if it cannot be replayed. */
export type AlertsOf = (
  testCase: TestCase,
  subjects: readonly Pick<Mutant, 'rule' | 'kql'>[],
) => Promise<readonly (readonly Alert[] | undefined)[]>

/** Variants of all cases that are tried. */
const mostTried = 80

/** Whole numbers of a query that rows may be repeated as often as. */
const mostNumbers = 8
const mostRepeated = 1_000

/**
 * For mutants that no case notices, cases that would, as YAML: small variants of existing cases with rows, on which the rule and
 * the mutant raise different alerts. Not every mutant has one.
 */
export async function suggestCases(
  rule: AlertingRule,
  survivors: readonly Mutant[],
  cases: readonly TestCase[],
  alertsOf: AlertsOf,
): Promise<ReadonlyMap<Mutant, string>> {
  const found = new Map<Mutant, string>()
  const original = { rule, kql: rule.query.value }
  let tried = 0
  for (const varied of variantsOf(rule, cases)) {
    const left = survivors.filter(mutant => !found.has(mutant))
    if (left.length === 0 || tried++ >= mostTried) break
    const [own, ...others] = await alertsOf(varied, [original, ...left])
    if (!own) continue
    const wanted = shown(own)
    for (const [index, mutant] of left.entries()) {
      const alerts = others[index]
      if (alerts && shown(alerts) !== wanted) found.set(mutant, caseYaml(varied, mutant, own))
    }
  }
  return found
}

const shown = (alerts: readonly Alert[]): string => JSON.stringify(alerts.map(alertJson))

/** One variant of each case after the other, so that none takes all the tries. */
function* variantsOf(rule: AlertingRule, cases: readonly TestCase[]): Generator<TestCase> {
  // What a variant would leave out would change what it means.
  const usable = cases.filter(
    ({ include, data, folders, watchlists, watchlistRows, externalData, rows, schedule }) =>
      [include, data, folders, watchlists, watchlistRows, externalData].every(files => files.length === 0) &&
      rows.length > 0 &&
      schedule.kind === 'once',
  )
  const period = rule.kind === 'NRT' ? 600_000_000n : rule.queryPeriod.value.ticks
  const written = rule.query.value.match(/\b\d{1,4}\b/g) ?? []
  const numbers = [...new Set(written.map(Number))].filter(number => number <= mostRepeated).slice(0, mostNumbers)
  const variants = usable.map(testCase => {
    const at = testCase.schedule.kind === 'once' ? testCase.schedule.at.value : 0n
    return { testCase, rows: rowVariants(testCase.rows, { at, period, numbers }) }
  })
  for (let open = variants; open.length > 0; ) {
    const still: typeof variants = []
    for (const one of open) {
      const { value, done } = one.rows.next()
      if (done) continue
      still.push(one)
      yield { ...one.testCase, rows: value }
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
