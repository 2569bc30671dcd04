import { isRestError } from '@azure/core-rest-pipeline'
import type { ArmError } from './arm-answer.ts'
import { shown } from './service-message.ts'

/** Names of the errors the clients throw for reasons outside this program. */
const names = new Set([
  'AbortError',
  'AggregateAuthenticationError',
  'AuthenticationError',
  'AuthenticationRequiredError',
  'CredentialUnavailableError',
])

/** What an SDK threw, as data; anything else is our own bug and is rethrown. */
export function sdkError(thrown: unknown): ArmError {
  if (isRestError(thrown)) return { code: thrown.code ?? 'RequestFailed', message: shown(thrown.message) }
  if (thrown instanceof Error && names.has(thrown.name)) return { code: thrown.name, message: shown(thrown.message) }
  throw thrown
}
