import { describe, expect, test } from 'vitest'
import { type BudgetName, budgets, excessText, meter, overBudget } from '../src/index.ts'

const names = Object.keys(budgets) as BudgetName[]

test('docs/generated/budgets.md is the table of budgets', async () => {
  const lines = [
    '# Budgets',
    '',
    'How much one input may cost. What costs more is an error where it is written, with the name of the budget; everything else goes on.',
    'The limits are the same on every machine. Only those in `times --timeout` go by the clock, and `--timeout` raises them.',
    'Written by `pnpm test:only packages/budgets/test/budgets.test.ts -u` from `packages/budgets/src/budgets.ts`.',
    '',
    '| budget | what is refused | why this limit | what to do instead |',
    '|---|---|---|---|',
    ...names.map(name => `| \`${name}\` | ${excessText(name)} | ${budgets[name].why} | ${budgets[name].instead} |`),
    '',
  ]
  await expect(lines.join('\n')).toMatchFileSnapshot('../../../docs/generated/budgets.md')
})

test.each(names)('the message about %s names the limit, a way out and the budget', name => {
  expect(overBudget(name)).toContain(excessText(name))
  expect(overBudget(name)).toContain(budgets[name].instead)
  expect(overBudget(name)).toMatch(new RegExp(`\\(budget ${name}\\)$`))
  expect(excessText(name)).not.toMatch(/[{}]/)
})

describe('a meter', () => {
  test('spends a budget to the last unit, and no more', () => {
    const spending = meter()
    expect(spending.spend('case-alerts', budgets['case-alerts'].limit)).toBeUndefined()
    expect(spending.exceeded()).toBe(false)
    expect(spending.spend('case-alerts', 1)).toBe('case-alerts')
    expect(spending.exceeded()).toBe(true)
  })

  test('keeps budgets apart', () => {
    const spending = meter()
    spending.spend('case-runs', budgets['case-runs'].limit)
    expect(spending.spend('case-alerts', 1)).toBeUndefined()
  })
})
