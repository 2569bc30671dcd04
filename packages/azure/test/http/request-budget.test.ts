import { readFileSync } from 'node:fs'
import { handClock } from '@tripline/testkit'
import { describe, expect, it, test } from 'vitest'
import { limits } from '../../src/http/limits.ts'
import { openRequestBudget } from '../../src/http/request-budget.ts'

const spent = expect.objectContaining({ code: 'BudgetSpent' })

describe('the budget of a command', () => {
  it('ends with its requests', () => {
    const budget = openRequestBudget(handClock())
    for (let count = 0; count < limits.command.requests; count++) budget.startRequest()
    expect(() => budget.startRequest()).toThrow(spent)
  })

  it('ends with its bytes', () => {
    const budget = openRequestBudget(handClock())
    budget.receive(limits.command.bytes)
    expect(() => budget.receive(1)).toThrow(spent)
    expect(() => budget.startRequest()).toThrow(spent)
  })

  it('ends with its time, which is that of exchanges and waits alone', async () => {
    const clock = handClock()
    const budget = openRequestBudget(clock)
    clock.pass(limits.command.time * 10)
    expect(budget.startRequest()).toBe(limits.command.time)
    await budget.during(async () => clock.pass(limits.command.time - 1000))
    await budget.wait(500)
    expect(budget.startRequest()).toBe(500)
    await budget.wait(501)
    expect(() => budget.startRequest()).toThrow(spent)
  })

  it('counts the time of works at the same time once', async () => {
    const clock = handClock()
    const budget = openRequestBudget(clock)
    let end = () => {}
    const promise = new Promise<void>(resolve => {
      end = resolve
    })
    const works = [1, 2, 3].map(() => budget.during(() => promise))
    clock.pass(60_000)
    expect(budget.startRequest()).toBe(limits.command.time - 60_000)
    end()
    await Promise.all(works)
    clock.pass(60_000)
    expect(budget.startRequest()).toBe(limits.command.time - 60_000)
  })

  it('can be another than that of a command', () => {
    const budget = openRequestBudget(handClock(), { time: 120_000, requests: 5, bytes: 2_000_000 })
    expect(budget.startRequest()).toBe(120_000)
    expect(() => budget.receive(2_000_001)).toThrow('all answers together exceed 2 MB')
    expect(budget.timeSpent().message).toBe('the service took more than 2 minutes in total')
  })

  it('does not grow when a clock is set back', async () => {
    const clock = handClock()
    const budget = openRequestBudget(clock)
    await budget.during(async () => clock.pass(-1000))
    expect(budget.startRequest()).toBe(limits.command.time)
  })
})

test('the documented limits are the ones in force', () => {
  const page = readFileSync(new URL('../../../../docs/service-limits.md', import.meta.url), 'utf8')
  const rows = Array.from(page.matchAll(/^\| (`[\w.`, ]+`) \| (\d[\d, ]*) /gm)).flatMap(([, names, values]) => {
    const numbers = values!.split(/, /).map(value => Number(value.replaceAll(',', '')))
    return names!.split(', ').map((name, index) => [name.replaceAll('`', ''), numbers[index]])
  })
  const inForce = Object.entries(limits).flatMap(([name, limit]) =>
    typeof limit === 'number'
      ? [[name, limit]]
      : Object.entries(limit).map(([part, value]) => [`${name}.${part}`, value]),
  )
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(inForce))
})
