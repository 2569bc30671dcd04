import { literalValue, runInstant } from '../frontend/literal.ts'
import { type Expr, is, type Nodes } from '../frontend/syntax.ts'
import { type Expression, literal } from '../plan/expression.ts'
import type { PlanNode } from '../plan/node.ts'
import { ordered } from './carry-columns.ts'
import { environment } from './environment.ts'
import type { Lowering } from './lowering.ts'
import { refuse } from './refusal.ts'
import { rowScope } from './scope.ts'
import { stepsAt } from './steps.ts'

/** Options that change the result and are supported. */
const meaningful: ReadonlySet<string> = new Set([
  'query_now',
  'query_bin_auto_size',
  'query_bin_auto_at',
  'truncationmaxrecords',
])

/** The size of a result above which the service fails by default (bytes); lower limits are not supported. */
const usualSize = 67_108_864n

/** Options that only affect resources and execution. */
const operational: ReadonlySet<string> = new Set([
  'best_effort',
  'client_max_redirect_count',
  'deferpartialqueryfailures',
  'materialized_view_shuffle',
  'max_memory_consumption_per_query_per_node',
  'maxmemoryconsumptionperiterator',
  'maxoutputcolumns',
  'norequesttimeout',
  'notruncation',
  'push_selection_through_aggregation',
  'query_distribution_nodes_span',
  'query_fanout_nodes_percent',
  'query_fanout_threads_percent',
  'query_language',
  'query_log_query_parameters',
  'query_results_cache_force_refresh',
  'query_results_cache_max_age',
  'query_results_cache_per_shard',
  'query_results_progressive_row_count',
  'query_results_progressive_update_period',
  'query_weakconsistency_session_id',
  'queryconsistency',
  'request_app_name',
  'request_description',
  'request_readonly',
  'request_user',
  'results_progressive_enabled',
  'servertimeout',
])

/**
 * `set name = value`: recorded for later use; an unsupported option that would change the result is refused (semantics 17.11).
 */
export function setOption(node: Nodes['SetOptionStatement'], lowering: Lowering): void {
  const name = node.Name!.SimpleName!
  if (operational.has(name.toLowerCase())) return
  const value = node.ValueClause?.Expression
  if (name === 'truncationmaxsize' && isAtLeast(value, usualSize)) return
  if (!meaningful.has(name) || !is(value, 'LiteralExpression')) {
    refuse(node, 'option-unsupported', name)
  }
  const read = literalValue(value as Nodes['LiteralExpression'])
  if (read.value === runInstant) refuse(node, 'option-value', name)
  else lowering.options.set(name, literal(read.type, read.value))
}

function isAtLeast(value: Expr | null | undefined, least: bigint): boolean {
  const read = is(value, 'LiteralExpression') ? literalValue(value).value : undefined
  return typeof read === 'bigint' && read >= least
}

/** `set truncationmaxrecords`: a longer result fails (semantics 17.11). */
export function limitRecords(plan: PlanNode, lowering: Lowering): PlanNode {
  const most = lowering.options.get('truncationmaxrecords')
  if (!most) return plan
  const { span } = plan
  const scope = rowScope(plan, environment())
  const number = scope.input.hoist(
    {
      op: 'window',
      name: 'row_number',
      args: [literal('long', 1n)],
      type: 'long',
      order: ordered(scope.input),
      partition: [],
      span,
    },
    lowering.newId(),
  )
  const steps = stepsAt(span, lowering)
  return steps.where(scope.input.plan, steps.call('is_within_records', [number, most], 'bool'))
}

/** The instant of the run, or the one that the query sets. */
export const nowOf = (lowering: Lowering): Expression =>
  lowering.options.get('query_now') ?? { op: 'now', type: 'datetime' }
