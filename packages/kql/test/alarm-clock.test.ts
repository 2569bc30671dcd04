import { expect, test } from 'vitest'
import { alarmAt } from '../src/limits/alarm-clock.ts'

test('alarms ring in their time, whichever was set first, and may set others; one that is cancelled does not ring', async () => {
  const start = performance.now()
  const rung: [string, number][] = []
  const ring = (name: string) => rung.push([name, performance.now()])
  const last = new Promise<void>(resolve => {
    alarmAt(start + 30, () => {
      ring('late')
      alarmAt(start + 40, () => {
        ring('last')
        resolve()
      })
    })
  })
  alarmAt(start + 10, () => ring('early'))
  const cancel = alarmAt(start + 20, () => ring('cancelled'))
  cancel()
  // An alarm alone does not keep the process.
  const kept = setTimeout(() => {}, 10_000)
  await last
  clearTimeout(kept)
  expect(rung.map(([name]) => name)).toEqual(['early', 'late', 'last'])
  expect(rung.every(([, at], index) => at >= start + [10, 30, 40][index]!)).toBe(true)
})
