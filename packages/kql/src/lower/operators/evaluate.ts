import { lookUp } from '@tripline/diagnostics'
import type { PlanNode } from '../../plan/node.ts'
import type { RefusalText } from '../../refusals/refusal-row.ts'
import { refusalText } from '../../refusals/refusal-text.ts'
import { lowerBagUnpack } from '../plugins/bag-unpack.ts'
import { lowerIpv4Lookup, lowerIpv6Lookup } from '../plugins/ip-lookup.ts'
import { lowerNarrow } from '../plugins/narrow.ts'
import { lowerPivot } from '../plugins/pivot.ts'
import type { LowerPlugin } from '../plugins/plugin.ts'
import { callOf } from '../plugins/plugin-arguments.ts'
import { lowerRollingPercentile } from '../plugins/rolling-percentile.ts'
import { lowerRowsNear } from '../plugins/rows-near.ts'
import { lowerSlidingWindowCounts } from '../plugins/sliding-window-counts.ts'
import { lowerUndocumented } from '../plugins/undocumented-plugin.ts'
import { lowerActiveUsersCount, lowerActivityCountsMetrics, lowerSessionCount } from '../plugins/user-analytics.ts'
import { refuseWith } from '../refusal.ts'

export const plugins: Readonly<Record<string, LowerPlugin>> = {
  active_users_count: lowerActiveUsersCount,
  activity_counts_metrics: lowerActivityCountsMetrics,
  autocluster: lowerUndocumented,
  bag_unpack: lowerBagUnpack,
  basket: lowerUndocumented,
  diffpatterns: lowerUndocumented,
  ipv4_lookup: lowerIpv4Lookup,
  ipv6_lookup: lowerIpv6Lookup,
  narrow: lowerNarrow,
  pivot: lowerPivot,
  rolling_percentile: lowerRollingPercentile,
  rows_near: lowerRowsNear,
  sequence_detect: lowerUndocumented,
  session_count: lowerSessionCount,
  sliding_window_counts: lowerSlidingWindowCounts,
}

const unavailable = [
  'python',
  'r',
  'sql_request',
  'http_request',
  'http_request_post',
  'cosmosdb_sql_request',
  'mysql_request',
  'postgresql_request',
  'azure_digital_twins_query_request',
  'ai_embed_text',
  'ai_chat_completion',
]

/** Plugins that are not supported (semantics 18.3), and those that no workspace has. */
export const refusedPlugins: Readonly<Record<string, RefusalText>> = {
  autocluster_v2: refusalText('plugin-heuristic', 'autocluster_v2'),
  diffpatterns_text: refusalText('plugin-heuristic', 'diffpatterns_text'),
  dcount_intersect: refusalText('plugin-sketch', 'dcount_intersect'),
  preview: refusalText('plugin-several-tables', 'preview'),
  ...Object.fromEntries(unavailable.map(name => [name, refusalText('plugin-unavailable', name)])),
}

/** evaluate: a plugin applied to the rows before it (semantics 18). */
export function lowerEvaluate(...[node, input, environment, lowering]: Parameters<LowerPlugin>): PlanNode {
  const name = callOf(node).Name!.SimpleName!
  const plugin = lookUp(plugins, name)
  if (plugin) return plugin(node, input, environment, lowering)
  return refuseWith(callOf(node), lookUp(refusedPlugins, name) ?? refusalText('plugin-unsupported', name))
}
