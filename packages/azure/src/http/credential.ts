import { CredentialUnavailableError, DefaultAzureCredential, type TokenCredential } from '@azure/identity'
import { shown } from '../answer/service-message.ts'
import { type CloudName, clouds } from '../workspace/clouds.ts'
import { limits } from './limits.ts'
import type { Clock } from './request-budget.ts'

/** The signed-in identity: environment, workload identity, managed identity, az and the like, in the SDK's order. */
export const azureCredential = (cloud: CloudName = 'AzureCloud'): TokenCredential =>
  new DefaultAzureCredential({ authorityHost: clouds[cloud].authority })

/** A token for the emulator; it is not secret and does not expire during a run. */
export const localCredential: TokenCredential = {
  getToken: async () => ({ token: 'local-workspace', expiresOnTimestamp: Number.MAX_SAFE_INTEGER }),
}

const advice = 'sign in with az login, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'

/** A credential with a time limit. Without a token, one line says why and what to do. */
export const boundedCredential = (credential: TokenCredential, clock: Clock): TokenCredential => ({
  async getToken(scopes, options) {
    const abort = new AbortController()
    let callOff = () => {}
    const late = new Promise<never>((_, reject) => {
      callOff = clock.after(limits.signIn, () => {
        abort.abort()
        reject(new CredentialUnavailableError(`no token within ${limits.signIn / 1000} seconds; ${advice}`))
      })
    })
    try {
      const token = await Promise.race([credential.getToken(scopes, { ...options, abortSignal: abort.signal }), late])
      if (token) return token
    } catch (thrown) {
      if (abort.signal.aborted) throw thrown
      throw new CredentialUnavailableError(`${reasonOf(thrown)}; ${advice}`)
    } finally {
      callOff()
    }
    throw new CredentialUnavailableError(`the sign-in gave no token; ${advice}`)
  },
})

/** A chain of credentials reports all of its members; most are irrelevant. */
function reasonOf(thrown: unknown): string {
  const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown))
  if (name === 'AggregateAuthenticationError') return 'no way to sign in to Azure worked'
  return shown(message.split('\n', 1)[0]!)
}
