import { type ArmAnswer, answered, failed } from './arm-answer.ts'
import type { ArmClient, ArmResponse } from './arm-client.ts'

/** Waits that many milliseconds. */
export type Wait = (milliseconds: number) => Promise<void>

/** Seconds between looks when the service does not say, the most it can ask for, and the most in total. */
const pace = { usual: 5, longest: 60, total: 900 }

/**
 * Wait for what a response started. `Azure-AsyncOperation` is looked at first, then `Location`; a response with neither
 * is done. Retry-After is honoured.
 */
export async function settle(client: ArmClient, started: ArmResponse, wait: Wait): Promise<ArmAnswer<undefined>> {
  const operation = started.header('azure-asyncoperation')
  const url = operation ?? (started.status === 202 ? started.header('location') : undefined)
  if (url === undefined) return answered(undefined)

  let seconds = delayOf(started) ?? pace.usual
  for (let waited = 0; waited <= pace.total; waited += Math.max(seconds, 1)) {
    await wait(seconds * 1000)
    const look = await client.send({ method: 'GET', url })
    if (!look.ok) return look
    const outcome = operation === undefined ? locationOutcome(look.value) : operationOutcome(look.value)
    if (outcome !== 'running') return outcome
    seconds = delayOf(look.value) ?? seconds
  }
  return failed('LongRunningTimeout', `the operation did not finish within ${pace.total / 60} minutes`)
}

type Outcome = 'running' | ArmAnswer<undefined>

const locationOutcome = (look: ArmResponse): Outcome => (look.status === 202 ? 'running' : answered(undefined))

function operationOutcome(look: ArmResponse): Outcome {
  const body = look.body as { status?: unknown; error?: { code?: string; message?: string } } | undefined
  if (body?.status === 'Succeeded') return answered(undefined)
  if (body?.status === 'Failed' || body?.status === 'Canceled') {
    return failed(body.error?.code ?? body.status, body.error?.message ?? `the operation ended as ${body.status}`)
  }
  return typeof body?.status === 'string'
    ? 'running'
    : failed('InvalidResponse', 'the operation has no status', look.status)
}

function delayOf(response: ArmResponse): number | undefined {
  const header = response.header('retry-after')
  const seconds = Number(header)
  return header === undefined || !(seconds >= 0) ? undefined : Math.min(seconds, pace.longest)
}
