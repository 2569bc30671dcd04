import { AggregateAuthenticationError, CredentialUnavailableError, type TokenCredential } from '@azure/identity'
import { handClock } from '@tripline/testkit'
import { describe, expect, it } from 'vitest'
import { boundedCredential } from '../../src/http/credential.ts'
import { limits } from '../../src/http/limits.ts'

/** The error of a credential whose sign-in goes like that. */
async function refusal(getToken: TokenCredential['getToken'], clock = handClock()): Promise<Error> {
  const token = boundedCredential({ getToken }, clock).getToken('scope')
  return token.then(
    () => new Error('there was a token'),
    (thrown: Error) => thrown,
  )
}

const advice = /; sign in with az login, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET$/

describe('a sign-in', () => {
  it('that works gives its token', async () => {
    const token = { token: 't', expiresOnTimestamp: 1 }
    expect(await boundedCredential({ getToken: async () => token }, handClock()).getToken('scope')).toBe(token)
  })

  it('that takes for ever is given up and called off', async () => {
    const clock = handClock()
    let signal: { readonly aborted: boolean } | undefined
    const refused = refusal((_, options) => {
      signal = options?.abortSignal
      clock.pass(limits.signIn)
      return new Promise(() => {})
    }, clock)
    expect((await refused).message).toMatch(/^no token within 60 seconds/)
    expect((await refused).message).toMatch(advice)
    expect(signal?.aborted).toBe(true)
  })

  it.each([
    ['gives nothing', async () => null, /^the sign-in gave no token/],
    [
      'fails in every way',
      () => Promise.reject(new AggregateAuthenticationError([new CredentialUnavailableError('no az\nat all')])),
      /^no way to sign in to Azure worked/,
    ],
    [
      'fails with a message of many lines',
      () => Promise.reject(new Error('AADSTS7000215: client_secret=abcdefgh is wrong\nTrace ID: 1')),
      /^AADSTS7000215: client_secret=\[redacted\] is wrong;/,
    ],
  ])('that %s is one line that says what to do', async (_, getToken, says) => {
    const { name, message } = await refusal(getToken)
    expect(name).toBe('CredentialUnavailableError')
    expect(message).toMatch(says)
    expect(message).toMatch(advice)
    expect(message).not.toContain('\n')
  })
})
