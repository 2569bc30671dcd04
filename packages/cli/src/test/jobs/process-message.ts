import type { Diagnostic } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import type { CaseIdentity, CaseReport, RuleScore } from '@tripline/replay'
import type { ReplayWorld, SuiteOrder } from './suite-order.ts'

/** How many orders are sent together. A process that has fewer left tells at once how the last one ended, to get more. */
export const ordersAtOnce = 4

/** What a replaying process is sent: the world first, then orders, which it replays one after the other. */
export type ToProcess =
  | { readonly kind: 'world'; readonly world: ReplayWorld }
  /** Orders may follow whose queries have to be compiled. */
  | { readonly kind: 'prepare' }
  /** `tellsAll`: whether each message about them is sent at once. */
  | { readonly kind: 'orders'; readonly orders: readonly SuiteOrder[]; readonly tellsAll: boolean }
  /** The test files of one rule, to be replayed with the rule's mutants. */
  | { readonly kind: 'mutate'; readonly files: readonly FilePath[] }

/**
 * What it sends, packed, one or several at once: how each case of an order ends, which one is running, and that all have ended.
 */
export type FromProcess =
  /** Every second while it is not busy for longer. */
  | { readonly kind: 'alive' }
  | { readonly kind: 'started'; readonly identity: CaseIdentity }
  | { readonly kind: 'ended'; readonly report: CaseReport }
  | { readonly kind: 'done'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: 'scored'; readonly score: RuleScore }
  /** It is about to end because of an error of our own. */
  | { readonly kind: 'fault'; readonly reason: string }
