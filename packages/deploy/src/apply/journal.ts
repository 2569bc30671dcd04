import type { ArmAnswer, ArmError, Receipt } from '@tripline/azure'
import type { Step } from '../plan/deploy-plan.ts'

/**
 * What happened to one step, for people; applying never reads it. Neither bodies nor headers are in it, only the ids by which
 * the service's operators find a request.
 */
export type JournalEntry = Pick<Step, 'type' | 'id' | 'action'> &
  (
    | ({ readonly event: 'sent' } & Sending)
    | ({ readonly event: 'accepted' } & Receipt)
    | ({ readonly event: 'refused' } & Pick<ArmError, 'status' | 'code' | 'requestId'>)
    | { readonly event: 'ended'; readonly outcome: string }
  )

/** One request that changes something. */
interface Sending {
  readonly what: 'resource' | 'metadata'
  readonly attempt?: number
  readonly etag?: string
}

/** Keeps an entry before anything else is sent. */
export type Journal = (entry: JournalEntry) => void

/** Sends a request of a step, and notes that and what was answered. */
export async function noted(
  { type, id, action }: Step,
  sending: Sending,
  send: () => Promise<ArmAnswer<Receipt>>,
  journal: Journal,
): Promise<ArmAnswer<Receipt>> {
  journal({ type, id, action, event: 'sent', ...sending })
  const answer = await send()
  if (answer.ok) journal({ type, id, action, event: 'accepted', ...answer.value })
  else {
    const { message: _, retryAfter: __, ...error } = answer.error
    journal({ type, id, action, event: 'refused', ...error })
  }
  return answer
}
