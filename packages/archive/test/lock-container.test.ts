import type { ArmAnswer, Receipt, Resource, StorageCollections } from '@tripline/azure'
import { expect, test } from 'vitest'
import { lockContainer, readPolicy } from '../src/index.ts'

const id = 'stvault/vault'
const lost: ArmAnswer<Receipt> = { ok: false, error: { code: 'ECONNRESET', message: 'the connection was cut' } }
const moved: ArmAnswer<Receipt> = { ok: false, error: { code: 'PreconditionFailed', status: 412, message: 'moved' } }

/** A container whose policy is unlocked until `lock` does what it is given. */
function storage(lock: (store: () => void) => ArmAnswer<Receipt>) {
  let state = 'Unlocked'
  const resource = (properties: Resource['properties']): ArmAnswer<Resource> => ({
    ok: true,
    value: { id, etag: '"1"', properties },
  })
  const refused = async () => moved
  const fake: Pick<StorageCollections, 'blobContainers' | 'immutabilityPolicies'> = {
    blobContainers: { get: async () => resource({}), put: refused },
    immutabilityPolicies: {
      get: async () => resource({ immutabilityPeriodSinceCreationInDays: 2192, state }),
      put: refused,
      extend: refused,
      lock: async () =>
        lock(() => {
          state = 'Locked'
        }),
    },
  }
  return fake
}

/** Locks after having looked at the policy. */
async function locked(lock: (store: () => void) => ArmAnswer<Receipt>) {
  const fake = storage(lock)
  const policy = await readPolicy(fake, id)
  if (!policy.ok || !policy.value) throw new Error('no policy')
  return lockContainer(fake, id, 'lock', policy.value, 2192)
}

test('a lock whose answer is lost is a lock', async () => {
  const answer = await locked(store => {
    store()
    return lost
  })
  expect(answer).toMatchObject({ ok: true, value: { isLocked: true, days: 2192 } })
})

test('a lock that the service refuses is an error, and so is one that it accepts and does not show', async () => {
  expect(await locked(() => moved)).toEqual(moved)
  expect(await locked(() => ({ ok: true, value: { status: 200 } }))).toMatchObject({
    ok: false,
    error: { code: 'NotStored' },
  })
})
