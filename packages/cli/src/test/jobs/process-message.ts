import type { Diagnostic } from '@tripline/diagnostics'
import type { CaseIdentity, CaseReport } from '@tripline/replay'
import type { ReplayWorld, SuiteOrder } from './suite-order.ts'

/** What a replaying process is sent: the world first, then one order after the other. */
export type ToProcess =
  | { readonly kind: 'world'; readonly world: ReplayWorld }
  | { readonly kind: 'order'; readonly order: SuiteOrder }

/** What it sends, packed: how each case of an order starts and ends, and that all have ended. */
export type FromProcess =
  | { readonly kind: 'started'; readonly identity: CaseIdentity }
  | { readonly kind: 'ended'; readonly report: CaseReport }
  | { readonly kind: 'done'; readonly diagnostics: readonly Diagnostic[] }
  /** It is about to end because of an error of our own. */
  | { readonly kind: 'fault'; readonly reason: string }
