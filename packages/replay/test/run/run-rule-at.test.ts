import { inlineTable } from '@tripline/fixtures'
import { openEngine } from '@tripline/kql/engine'
import { loadRule } from '@tripline/rules'
import { loadCatalogue } from '@tripline/schemas'
import { expect, it } from 'vitest'
import { runRuleAt } from '../../src/index.ts'
import { instant, located, nowhere, scalar } from '../sample.ts'
import { ruleText } from '../suite/written-tests.ts'

/** A run over one failed sign-in, and how many engines were opened for it. */
async function runOnce(parameters: Readonly<Record<string, string>>) {
  const query = `"let wanted = '0'; SigninLogs | where ResultType == wanted"`
  const { value: rule } = loadRule({ path: 'a.yaml', text: ruleText({ query }) })
  if (rule?.kind !== 'Scheduled') throw new Error('not the rule that was written')
  const catalogue = loadCatalogue()
  const cells = { TimeGenerated: '2026-03-02T09:30:00Z', ResultType: '50126' }
  const row = {
    span: nowhere,
    repeat: 1,
    cells: Object.entries(cells).map(([column, value]) => ({ column: located(column), value: scalar(value) })),
  }
  const { value: table } = inlineTable([row], catalogue.get('SigninLogs')!)
  let engines = 0
  const run = await runRuleAt(rule, { tables: [table!] }, instant('2026-03-02T10:00:00Z'), parameters, {
    openEngine: (...world) => {
      engines += 1
      return openEngine(...world)
    },
    catalogue,
    timeout: 30_000,
  })
  return { run, engines }
}

it.each([
  [{}, 0],
  [{ wanted: '50126' }, 1],
])('takes the values of a workspace: %o', async (parameters, alerts) => {
  const { run, engines } = await runOnce(parameters)
  expect([run.value?.alerts.length, run.diagnostics.map(({ message }) => message), engines]).toEqual([alerts, [], 1])
})

it('is none where a value is for nothing in the query', async () => {
  const { run, engines } = await runOnce({ unwanted: '50126' })
  expect([run.value, run.diagnostics.map(({ severity }) => severity), engines]).toEqual([undefined, ['error'], 0])
})
