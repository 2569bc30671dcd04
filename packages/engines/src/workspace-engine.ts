import type { ArmError, Queries, WireCell } from '@tripline/azure'
import { decodeCell } from '@tripline/fixtures'
import { type Json, parseJson } from '@tripline/kql/engine'
import { type ColumnType, columnTypes, formatDatetime } from '@tripline/schemas'
import { instantsOf, type RemoteAnswer, type RemoteEngine, type RemoteFault, refused } from './remote-engine.ts'

/**
 * A Log Analytics workspace. Its API has no request properties; the statement `set`, which queries of Sentinel's own alerts begin
 * with, gives the value of `now()`, in stored functions, too.
 */
export const workspaceEngine = (name: string, queries: Queries): RemoteEngine => ({
  name: `workspace=${name}`,
  async run({ kql, now, window, timeout }) {
    const set = now === undefined ? '' : `set query_now = datetime(${formatDatetime(now)});\n`
    const answer = await queries.run({
      kql: set + kql,
      timeout: Math.min(600, Math.ceil(timeout / 1000)),
      dynamicAsText: true,
      ...(window && { timespan: instantsOf(window).join('/') }),
    })
    if (!answer.ok) return refused(faultOf(answer.error), `${answer.error.code}: ${answer.error.message}`)
    const { columns, rows } = answer.value
    const types = columns.map(({ type }) => columnTypes.find(known => known === type))
    if (types.includes(undefined)) return unreadable
    const read = rows.map(row => row.map((cell, index) => decodeCell(jsonOf(cell, types[index]!), types[index]!)))
    if (read.some(row => row.includes(undefined))) return unreadable
    const typed = columns.map((column, index) => ({ name: column.name, type: types[index]! as ColumnType }))
    return { ok: true, rows: { columns: typed, rows: read as never } }
  },
  close() {},
})

const unreadable: RemoteAnswer = refused('unreachable', 'the answer cannot be read')

/** A dynamic is JSON text, in which numbers keep their digits; a text that is no JSON is one that did not need quoting. */
const jsonOf = (cell: WireCell, type: ColumnType): Json => {
  const json = type === 'dynamic' && typeof cell === 'string' ? parseJson(cell) : undefined
  return json === undefined ? (parseJson(JSON.stringify(cell)) ?? null) : json
}

const byStatus: Readonly<Record<number, RemoteFault>> = {
  400: 'refused',
  401: 'denied',
  403: 'denied',
  404: 'missing',
  429: 'throttled',
}

function faultOf({ status, code }: ArmError): RemoteFault {
  if (code === 'PartialError' || /TooLarge|ResponsePayload/.test(code)) return 'limit'
  return byStatus[status ?? 0] ?? 'unreachable'
}
