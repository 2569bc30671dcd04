import { DefaultAzureCredential, type TokenCredential } from '@azure/identity'
import { type CloudName, clouds } from './clouds.ts'

/** The signed-in identity: environment, workload identity, managed identity, az and the like, in the SDK's order. */
export const azureCredential = (cloud: CloudName = 'AzureCloud'): TokenCredential =>
  new DefaultAzureCredential({ authorityHost: clouds[cloud].authority })

/** What the emulator accepts: a token that is no secret and never expires in a run's time. */
export const localCredential: TokenCredential = {
  getToken: async () => ({ token: 'local-workspace', expiresOnTimestamp: Number.MAX_SAFE_INTEGER }),
}
