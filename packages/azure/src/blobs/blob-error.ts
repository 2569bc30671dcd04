import { isRestError } from '@azure/core-rest-pipeline'
import type { ArmError } from '../answer/arm-answer.ts'
import { sdkError } from '../answer/sdk-error.ts'
import { shown } from '../answer/service-message.ts'

/** What the client of a storage account threw. The service's own sentence is the first line of its message. */
export function blobError(thrown: unknown): ArmError {
  if (!isRestError(thrown) || thrown.statusCode === undefined) return sdkError(thrown)
  const { statusCode: status, code = `Http${status}`, message } = thrown
  return { status, code, message: shown(message.split('\n', 1)[0]!) }
}
