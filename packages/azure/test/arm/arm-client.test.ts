import { CredentialUnavailableError, type TokenCredential } from '@azure/identity'
import { startEmulator } from '@tripline/emulator'
import { loadCatalogue } from '@tripline/schemas'
import { handClock } from '@tripline/testkit'
import { describe, expect, it, onTestFinished } from 'vitest'
import { armClient } from '../../src/arm/arm-client.ts'
import { listAll } from '../../src/arm/list-all.ts'
import { openRequestBudget } from '../../src/http/request-budget.ts'
import { azureAddress, connect, localAddress, localCredential } from '../../src/index.ts'

const prod = azureAddress({ subscription: 's', resourceGroup: 'g', workspace: 'workspace' })

async function localWorkspace() {
  const { value } = await startEmulator({ catalogue: loadCatalogue(), clock: () => new Date(0) })
  onTestFinished(() => value!.close())
  return localAddress(value!)
}

describe('a request', () => {
  it('does not follow a link to another host, which would get the token', async () => {
    let asked = false
    const credential: TokenCredential = {
      async getToken() {
        asked = true
        return null
      },
    }
    const clock = handClock()
    const http = { address: prod, clock, budget: openRequestBudget(clock) }
    const answer = await armClient(http, credential).send({ method: 'GET', url: 'https://elsewhere.example/x' })
    expect(answer).toMatchObject({ ok: false, error: { code: 'ForeignLink' } })
    expect(asked).toBe(false)
  })

  it('without credentials is an answer, not an exception', async () => {
    const credential = {
      getToken: () => Promise.reject(new CredentialUnavailableError('run az login')),
    }
    const answer = await connect(prod, credential, handClock()).alertRules.list()
    expect(answer).toEqual({
      ok: false,
      error: {
        code: 'CredentialUnavailableError',
        message: expect.stringMatching(/^run az login; sign in with az login/),
      },
    })
  })

  it('to a workspace that is not running is an answer, not an exception', async () => {
    const address = localAddress({ url: 'https://127.0.0.1:9', ca: '' })
    const answer = await connect(address, localCredential, handClock()).alertRules.get('x')
    expect(answer).toMatchObject({ ok: false, error: { code: 'ECONNREFUSED' } })
  })

  it('to a server with a certificate that is not trusted is an answer, not an exception', async () => {
    const { ca, ...untrusted } = await localWorkspace()
    const answer = await connect(untrusted, localCredential, handClock()).alertRules.get('x')
    expect(answer.ok).toBe(false)
  })

  it('says what the service says', async () => {
    const answer = await connect(await localWorkspace(), localCredential, handClock()).alertRules.get('x')
    expect(answer).toEqual({
      ok: false,
      error: {
        status: 404,
        code: 'NotFound',
        message: "The rule 'x' was not found.",
        requestId: expect.stringMatching(/^[\da-f-]{36}$/),
      },
    })
  })
})

describe('a list', () => {
  it('that links back to its own page ends with an error instead of never', async () => {
    const page = { status: 200, body: { value: [1], nextLink: 'https://arm/list' }, header: () => undefined }
    const client = { send: async () => ({ ok: true, value: page }) as const }
    const answer = await listAll(client, 'https://arm/list', '2025-02-01', item => ({ ok: true, value: item }))
    expect(answer).toMatchObject({ ok: false, error: { code: 'InvalidResponse' } })
  })
})
