import { type ArmAnswer, answered, limits, type Resource } from '@tripline/azure'
import type { DeployClient, Kind } from '../kind.ts'

/** Milliseconds between looks at a resource that an operation is changing. */
const pause = 5000

/** A resource once no operation is changing it; undefined if it does not exist. Waits for operations, no matter who began them. */
export async function readSettled(
  { type, operationOn, complete }: Kind,
  id: string,
  client: DeployClient,
): Promise<ArmAnswer<Resource | undefined>> {
  const { now, wait } = client.time
  const end = now() + limits.operation
  for (let last: Resource | undefined; ; ) {
    const answer = await client[type].get(id)
    const isMissing = !answer.ok && answer.error.status === 404
    if (isMissing && (!last || operationOn(last) === 'deletion')) return answered(undefined)
    if (answer.ok) last = answer.value
    // A look that fails does not end the operation.
    else if (!last) return answer
    if (answer.ok && !operationOn(answer.value)) return complete ? complete(answer.value, client) : answer
    if (now() >= end) return { ok: false, error: stillBusy }
    await wait(pause)
  }
}

/** The same for a resource that is known to exist: the service may not find a new one for a while. */
export async function readKnown(
  kind: Kind,
  id: string,
  client: DeployClient,
  most: number = limits.visible,
): Promise<ArmAnswer<Resource | undefined>> {
  const { now, wait } = client.time
  for (const end = now() + most; ; await wait(pause)) {
    const answer = await readSettled(kind, id, client)
    if (!answer.ok || answer.value || now() >= end) return answer
  }
}

const stillBusy = {
  code: 'OperationTimeout',
  message: `another operation on it did not end within ${limits.operation / 60_000} minutes`,
}
