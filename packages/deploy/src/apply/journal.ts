import type { ArmError, Receipt } from '@tripline/azure'
import type { Step } from '../plan/deploy-plan.ts'

/**
 * What happened to one step, for people; applying never reads it. Neither bodies nor headers are in it, only the ids by which
 * the service's operators find a request.
 */
export type JournalEntry = Pick<Step, 'type' | 'id' | 'action'> &
  (
    | { readonly event: 'sent'; readonly attempt: number; readonly etag?: string }
    | ({ readonly event: 'accepted' } & Receipt)
    | ({ readonly event: 'refused' } & Pick<ArmError, 'status' | 'code' | 'requestId'>)
    | { readonly event: 'ended'; readonly outcome: string }
  )

/** Keeps an entry before anything else is sent. */
export type Journal = (entry: JournalEntry) => void
