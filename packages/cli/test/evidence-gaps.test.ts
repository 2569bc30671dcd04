import { answered, failed, type WorkspaceClient } from '@tripline/azure'
import { kinds } from '@tripline/deploy'
import { expect, test } from 'vitest'
import { type ReadingLog, readingLog, readState } from '../src/evidence/read-state.ts'

const types = [...kinds.map(({ type }) => type), 'metadata']

/** A workspace that has nothing, and in which some types cannot be read. */
function workspaceWithout(unreadable: readonly string[], { record }: ReadingLog): WorkspaceClient {
  const entries = types.map(type => [
    type,
    {
      async list() {
        if (unreadable.includes(type)) return failed('AuthorizationFailed', `no permission to read ${type}`, 403)
        record({ url: `/${type}`, at: 0, status: 200, body: { value: [] } })
        return answered([])
      },
    },
  ])
  return { ...Object.fromEntries(entries), time: { now: () => 0 } }
}

async function gapsWithout(unreadable: readonly string[]) {
  const log = readingLog()
  const { gaps, readings, stored, failure } = await readState(workspaceWithout(unreadable, log), [], kinds, log)
  return { gaps, read: [...readings.keys()], stored: Object.keys(stored), failure }
}

test.each(types)('a type that cannot be read is a gap, and hides no other: %s', async type => {
  const others = types.filter(one => one !== type)
  const { gaps, read, stored, failure } = await gapsWithout([type])
  expect(gaps).toEqual([{ what: type, reason: `AuthorizationFailed: no permission to read ${type}`, isFailure: true }])
  expect([...read].sort()).toEqual([...others].sort())
  expect(stored).not.toContain(type)
  expect(stored).toHaveLength(type === 'metadata' ? kinds.length : kinds.length - 1)
  expect(failure).toBeUndefined()
})

test('if nothing can be read, that is an error and no bundle', async () => {
  expect((await gapsWithout(types)).failure).toMatchObject({ code: 'AuthorizationFailed' })
})
