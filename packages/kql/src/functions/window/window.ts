import { constantOf, type Expression } from '../../plan/expression.ts'
import { readsColumn } from '../../plan/walk.ts'
import { type ArgumentRefusal, because } from '../../refusals/refusal-text.ts'
import { call, refusal, type Sql, sql, value } from '../../sql/sql.ts'
import { macros } from '../macros.ts'
import { type Family, type Operand, scalar, window } from '../row.ts'
import { windowSessionUdfs } from './window-session.ts'

/** The row n before or after; if there is none, the default, or '' for strings (semantics 13.4). */
const neighbour = (name: 'prev' | 'next') => {
  const shift = name === 'prev' ? sql`lag` : sql`lead`
  return window(
    name,
    ['any', 'long', 'result'],
    (operands, over, site) => {
      const [subject, distance, otherwise] = operands as [Operand, Operand?, Operand?]
      const fallback = otherwise?.sql ?? value(site.type === 'string' ? '' : null, site.type)
      return sql`${shift}(${subject.sql}, ${distance?.sql ?? sql`1`}, ${fallback}) ${over}`
    },
    ['13.4'],
    { refuses: noDistance, unsettled: { 1: ['null', 'negative'] } },
  )
}

const times = (condition: Operand, over: Sql): Sql => sql`count(CASE WHEN ${condition.sql} THEN 1 END) ${over}`

/** `is_top_hitter(rank, most, total, next total)`: which of equal totals the service keeps is not documented. */
const topHitter = scalar(
  'is_top_hitter',
  ['long', 'long', 'any', 'any'],
  ([rank, most, total, next]) => sql`CASE WHEN ${rank!.sql} = ${most!.sql} AND ${total!.sql} = ${next!.sql}
    THEN ${refusal('top-hitters-tie')} ELSE ${rank!.sql} <= ${most!.sql} END`,
  ['13.8'],
)

const inPartition = scalar(
  'is_in_partition',
  ['long'],
  ([number]) => sql`CASE WHEN ${number!.sql} > 64 THEN ${refusal('partition-keys')} ELSE TRUE END`,
  ['13.7'],
)

const onlyNode = scalar(
  'is_only_node',
  ['long'],
  ([number]) => sql`CASE WHEN ${number!.sql} > 1 THEN ${refusal('graph-node-twice')} ELSE TRUE END`,
  ['28.2'],
)

const withinRecords = scalar(
  'is_within_records',
  ['long', 'long'],
  ([number, most]) => sql`CASE WHEN ${number!.sql} > ${most!.sql} THEN ${refusal('too-many-rows')} ELSE TRUE END`,
  ['17.11'],
)

/** Which matches a step with `output=last` returns is not documented. */
const lastMatch = scalar(
  'is_last_match',
  ['bool'],
  ([matches]) => sql`CASE WHEN ${matches!.sql} THEN ${refusal('scan-output')} ELSE FALSE END`,
  ['13.6'],
)

const leftOut = scalar(
  'is_left_out',
  ['long'],
  ([count]) => sql`CASE WHEN coalesce(${count!.sql}, 0) = 0 THEN ${refusal('top-nested-none-left')} ELSE TRUE END`,
  ['13.8'],
)

/** The previous and next rows never include the row itself (semantics 13.4). */
const noDistance = ([, offset]: readonly Expression[]): ArgumentRefusal | undefined =>
  constantOf(offset) === 0n ? because('window-offset') : undefined

/** The distances of a session do not differ from row to row. */
const constantDistances = (args: readonly Expression[]): ArgumentRefusal | undefined =>
  args.slice(1, 3).some(readsColumn) ? because('constant-distance') : undefined

/** Lowering passes the term of a rank to `is_first_of_run`. */
const rank = { 0: ['nan'] } as const

/**
 * Functions of neighbouring rows. Lowering turns restarts into partitions, the term of a rank into "first of its run" with the
 * last two rows, which queries cannot name, and a session into its own node.
 */
export const windowFunctions: Family = {
  udfs: [windowSessionUdfs],
  rows: [
    topHitter,
    inPartition,
    onlyNode,
    withinRecords,
    leftOut,
    lastMatch,
    neighbour('prev'),
    neighbour('next'),
    window(
      'row_number',
      ['long'],
      ([start], over) => (start ? sql`(row_number() ${over} - 1 + ${start.sql})` : sql`row_number() ${over}`),
      ['13.4'],
      { unsettled: { 0: ['null'] } },
    ),
    window(
      'row_cumsum',
      ['result'],
      ([term], over, site) => {
        // The effect of a null on the sum is not documented.
        const known = sql`CASE WHEN ${term!.sql} IS NULL THEN ${refusal('null-term')} END`
        const sum = sql`sum(coalesce(${term!.sql}, ${known})) ${over}`
        if (site.type === 'real' || site.type === 'decimal') return sum
        return site.guarded() ? call(macros.wrap, [sum]) : sql`CAST(${sum} AS BIGINT)`
      },
      ['13.4', '5.2'],
    ),
    window('row_rank_dense', ['any'], ([first], over) => times(first!, over), ['13.4'], { unsettled: rank }),
    window(
      'row_rank_min',
      ['any'],
      ([first, number], over) => sql`max(CASE WHEN ${first!.sql} THEN ${number!.sql} END) ${over}`,
      ['13.4'],
      { unsettled: rank },
    ),
    window('row_window_session', ['datetime', 'timespan', 'timespan', 'bool'], ([time]) => time!.sql, ['13.5'], {
      refuses: constantDistances,
      unsettled: { 1: ['null', 'zero', 'negative'], 2: ['null', 'zero', 'negative'] },
    }),
    window('times_true', ['bool'], ([condition], over) => times(condition!, over), ['13.4']),
    window(
      'is_first_of_run',
      ['any'],
      ([term], over) => sql`(row_number() ${over} = 1 OR lag(${term!.sql}) ${over} IS DISTINCT FROM ${term!.sql})`,
      ['13.4'],
      { unsettled: rank },
    ),
  ],
}
