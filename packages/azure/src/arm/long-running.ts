import { recordOr } from '@tripline/diagnostics'
import { type ArmAnswer, answered, failed } from '../answer/arm-answer.ts'
import type { ArmResponse } from '../answer/read-response.ts'
import { armMessage } from '../answer/service-message.ts'
import { limits } from '../http/limits.ts'
import { refusedPause } from '../http/refused-pause.ts'
import type { Clock } from '../http/request-budget.ts'
import { retryAfter } from '../http/retry-after.ts'
import type { ArmClient } from './arm-client.ts'

/** Default and minimum milliseconds between polls. */
const pace = { usual: 5000, shortest: 1000 }

/**
 * Wait for what a response started. `Azure-AsyncOperation` is looked at first, then `Location`; a response with neither
 * is done. A pause that the service asks for is made, unless it is too long.
 */
export async function settle(
  client: ArmClient,
  started: ArmResponse,
  { now, wait }: Pick<Clock, 'now' | 'wait'>,
): Promise<ArmAnswer<undefined>> {
  const operation = started.header('azure-asyncoperation')
  const url = operation ?? (started.status === 202 ? started.header('location') : undefined)
  if (url === undefined) return answered(undefined)

  let pause = pace.usual
  let last = started
  for (const end = now() + limits.operation; now() <= end; ) {
    const headers = { get: last.header }
    pause = retryAfter(headers, now()) ?? pause
    if (pause > limits.pause) {
      const error = { code: 'LongRunningPause', message: 'the operation continues in the service.' }
      return { ok: false, error: refusedPause(error, headers, now()) }
    }
    await wait(Math.max(pause, pace.shortest))
    const look = await client.send({ method: 'GET', url })
    if (!look.ok) return look
    last = look.value
    const state = operation === undefined ? locationState(last) : operationState(last)
    if (state !== 'running') return state
  }
  return failed('LongRunningTimeout', `the operation did not finish within ${limits.operation / 60_000} minutes`)
}

type OperationState = 'running' | ArmAnswer<undefined>

const locationState = (look: ArmResponse): OperationState => (look.status === 202 ? 'running' : answered(undefined))

function operationState({ status: httpStatus, body }: ArmResponse): OperationState {
  const { status, error } = recordOr(body)
  if (status === 'Succeeded') return answered(undefined)
  if (status === 'Failed' || status === 'Canceled') {
    const { code = status, message = `the operation ended as ${status}` } = armMessage({ error: recordOr(error) })
    return failed(code, message)
  }
  return typeof status === 'string' ? 'running' : failed('InvalidResponse', 'the operation has no status', httpStatus)
}
