import { connect, localAddress, localCredential } from '@tripline/azure'
import { dyingLine, startEmulator } from '@tripline/emulator'
import { loadCatalogue } from '@tripline/schemas'
import { handClock } from '@tripline/testkit'
import { expect, test } from 'vitest'
import { applyPlan } from '../../src/index.ts'
import { accounts, archive, exported, planArchive } from './archive-world.ts'

const catalogue = { ...loadCatalogue(), names: ['SigninLogs'] }

/** Nobody's in the project. */
const others = { properties: { tableNames: ['SigninLogs'], destination: { resourceId: `${accounts}/stother` } } }

const tables = exported('SigninLogs')

/** Applies an archive over a connection that dies at that request, then again over a sound one. */
async function killedAndApplied(count: number, moment: 'before' | 'after'): Promise<string | undefined> {
  const clock = handClock()
  const { value: emulator } = await startEmulator({
    catalogue,
    clock: () => new Date(clock.now()),
    storageAccounts: ['stlanding', 'stvault', 'stother'],
  })
  const direct = connect(localAddress(emulator!), localCredential, clock)
  await direct.dataExports.put('of-others', others)
  const untouched = JSON.stringify(await direct.dataExports.get('of-others'))
  const line = await dyingLine(emulator!, count, moment)
  const dying = connect(localAddress(line), localCredential, handClock())
  await planArchive(dying, archive(), tables)
    .then(plan => applyPlan(plan, dying))
    .catch(() => {})
  line.close()

  const again = await applyPlan(await planArchive(direct, archive(), tables), direct)
  expect(again.results.flatMap(({ error }) => error ?? [])).toEqual([])
  const { steps } = await planArchive(direct, archive(), tables)
  expect(new Set(steps.map(({ action }) => action))).toEqual(new Set(['none']))
  expect(JSON.stringify(await direct.dataExports.get('of-others'))).toBe(untouched)
  await emulator!.close()
  return line.diedAt()
}

/** The writes: the plan is nine reads; then each step is a look, a write and a look, and two steps of a kind go together. */
const moments = [
  [12, 'after'],
  [13, 'after'],
  [18, 'before'],
  [19, 'before'],
  [23, 'after'],
] as const

test('killed at a request, an archive that is applied again is whole', async () => {
  const deaths: (string | undefined)[] = []
  for (const [count, moment] of moments) deaths.push(await killedAndApplied(count, moment))
  const last = deaths.map(death => `${death?.split(' ')[0]} ${death?.split('/').slice(-2).join('/')}`)
  expect(new Set(last.map(death => death.split(' ')[0]))).toEqual(new Set(['PUT']))
  expect(last.at(-1)).toBe('PUT dataExports/tripline-archive')
})
