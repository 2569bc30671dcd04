import { lookUp } from '@tripline/diagnostics'
import { spanOf } from '../../frontend/syntax.ts'
import type { PlanNode } from '../../plan/node.ts'
import { lowerBagUnpack } from '../plugins/bag-unpack.ts'
import { lowerIpv4Lookup, lowerIpv6Lookup } from '../plugins/ip-lookup.ts'
import { lowerNarrow } from '../plugins/narrow.ts'
import { lowerPivot } from '../plugins/pivot.ts'
import type { LowerPlugin } from '../plugins/plugin.ts'
import { callOf } from '../plugins/plugin-arguments.ts'
import { lowerRollingPercentile } from '../plugins/rolling-percentile.ts'
import { lowerRowsNear } from '../plugins/rows-near.ts'
import { lowerSlidingWindowCounts } from '../plugins/sliding-window-counts.ts'
import { lowerUnanswered } from '../plugins/unanswered-plugin.ts'
import { lowerActiveUsersCount, lowerActivityCountsMetrics, lowerSessionCount } from '../plugins/user-analytics.ts'
import { refuse, reject } from '../refusal.ts'

export const plugins: Readonly<Record<string, LowerPlugin>> = {
  active_users_count: lowerActiveUsersCount,
  activity_counts_metrics: lowerActivityCountsMetrics,
  autocluster: lowerUnanswered,
  bag_unpack: lowerBagUnpack,
  basket: lowerUnanswered,
  diffpatterns: lowerUnanswered,
  ipv4_lookup: lowerIpv4Lookup,
  ipv6_lookup: lowerIpv6Lookup,
  narrow: lowerNarrow,
  pivot: lowerPivot,
  rolling_percentile: lowerRollingPercentile,
  rows_near: lowerRowsNear,
  sequence_detect: lowerUnanswered,
  session_count: lowerSessionCount,
  sliding_window_counts: lowerSlidingWindowCounts,
}

const heuristic = 'its answer is a heuristic of the service'
const outside = 'a Log Analytics workspace does not have it'

/** Plugins that are not run (semantics 18.3), and those that no workspace has. */
export const refusedPlugins: Readonly<Record<string, { readonly reason: string; readonly rejected?: true }>> = {
  autocluster_v2: { reason: heuristic },
  diffpatterns_text: { reason: heuristic },
  dcount_intersect: { reason: 'it needs sketches of the service' },
  preview: { reason: 'it answers several tables' },
  python: { reason: outside, rejected: true },
  r: { reason: outside, rejected: true },
  sql_request: { reason: outside, rejected: true },
  http_request: { reason: outside, rejected: true },
  http_request_post: { reason: outside, rejected: true },
  cosmosdb_sql_request: { reason: outside, rejected: true },
  mysql_request: { reason: outside, rejected: true },
  postgresql_request: { reason: outside, rejected: true },
  azure_digital_twins_query_request: { reason: outside, rejected: true },
  ai_embed_text: { reason: outside, rejected: true },
  ai_chat_completion: { reason: outside, rejected: true },
}

/** evaluate: a plugin over the rows before it (semantics 18). */
export function lowerEvaluate(...[node, input, environment, lowering]: Parameters<LowerPlugin>): PlanNode {
  const name = callOf(node).Name!.SimpleName!
  const plugin = lookUp(plugins, name)
  if (plugin) return plugin(node, input, environment, lowering)
  const refusal = lookUp(refusedPlugins, name)
  if (refusal?.rejected) return reject(spanOf(callOf(node)), `the plugin ${name} cannot be used: ${refusal.reason}`)
  return refuse(callOf(node), `the plugin ${name}`, refusal?.reason ?? 'this engine does not run it')
}
