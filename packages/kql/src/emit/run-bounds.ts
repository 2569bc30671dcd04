import { type RunBounds, reachOf } from '../plan/node.ts'
import { integer, name, type Sql, sql } from '../sql/sql.ts'
import { type Emit, selection } from './emission.ts'

/**
 * A row of the time t is in the windows [run - period, run) of the runs in (t, t + period], and has arrived in time for those
 * from its arrival less the grace. The scan below lets through only rows that lie in some window, so no distance is negative.
 */
export const emitRunBounds: Emit<RunBounds> = (node, emission) => {
  const { first, step, count, period, grace } = node.series
  const [time, arrival] = [name(node.time.id), name(node.arrival.id)]
  const reach = BigInt(reachOf(node.series))
  const after = sql`(${time} - ${integer(first - reach * step)}) // ${integer(step)} - ${integer(reach - 1n)}`
  const arrived = sql`(${arrival} - ${integer(grace + first - step + 1n)}) // ${integer(step)}`
  const last = sql`(${time} + ${integer(period - first)}) // ${integer(step)}`
  const run = (index: Sql) => sql`${integer(first)} + ${integer(step)} * ${index}`
  const bounds = new Map([
    [node.from, run(sql`greatest(0, ${after}, ${arrived})`)],
    [node.to, run(sql`least(${integer(count - 1)}, ${last})`)],
  ])
  return sql`SELECT ${selection(node.columns, bounds)} ${emission.rows(node.input)}`
}
