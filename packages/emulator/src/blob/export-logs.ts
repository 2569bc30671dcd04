import { recordOr } from '@tripline/diagnostics'
import { encodeCell } from '@tripline/fixtures'
import type { Rows } from '@tripline/kql/engine'
import { datetimeFromUnixMilliseconds, documentedExport, formatDatetime, ticksPerMinute } from '@tripline/schemas'
import type { AccountContext } from '../http/route.ts'
import { writeContainer } from '../routes/blob-containers.ts'
import { findTable } from '../service/workspace-tables.ts'
import { blobs, containers } from '../state/account-collections.ts'
import { dataExports, exportedUntil } from '../state/collections.ts'
import type { ResourceStore, StoredResource } from '../state/resource-store.ts'
import { appendBlock, putBlob } from './write-blob.ts'

const running = new WeakMap<ResourceStore, Promise<void>>()

/**
 * Delivers what data exports send to the account: the recorded logs up to now, each row once. An export begins one operation's
 * time after its creation. Whoever asks for the account meanwhile waits.
 */
export async function exportLogs(context: AccountContext): Promise<void> {
  if (context.logs.isEmpty) return
  const before = running.get(context.account) ?? Promise.resolve()
  const delivery = before.then(() => deliverAll(context))
  running.set(
    context.account,
    delivery.catch(() => {}),
  )
  await delivery
}

async function deliverAll(context: AccountContext): Promise<void> {
  const now = context.clock().getTime()
  for (const workspace of context.state.workspaces.values()) {
    for (const rule of dataExports(workspace).values()) {
      if (!isDue(rule, context, now)) continue
      for (const name of rule.properties.tableNames as readonly string[]) {
        // It may have been deleted since.
        const table = findTable(context.names(workspace).catalogue, name)
        // Of a table that is not supported, nothing ever arrives.
        if (table && documentedExport(name).support !== 'unsupported')
          await deliver(workspace, table.name, context, now)
      }
    }
  }
}

function isDue({ properties }: StoredResource, { account, operationSeconds }: AccountContext, now: number): boolean {
  const { enable, destination, createdDate } = properties
  const isOurs = String(recordOr(destination).resourceId).toLowerCase() === account.id.toLowerCase()
  return isOurs && enable !== false && Date.parse(String(createdDate)) + operationSeconds * 1000 <= now
}

/** The rows of one table that were not delivered yet, hour by hour. */
async function deliver(workspace: ResourceStore, table: string, context: AccountContext, now: number): Promise<void> {
  const key = `${context.account.id}|${table}`.toLowerCase()
  const from = exportedUntil(workspace).get(key)?.until ?? formatDatetime(0n)
  const until = formatDatetime(datetimeFromUnixMilliseconds(now))
  if (from >= until) return
  const ask = async (kql: string): Promise<Rows> => {
    const answer = await context.logs.run({ kql }, workspace, context.names(workspace))
    if (!answer.ok) throw new Error(`The logs of ${table} cannot be exported: ${answer.diagnostics[0]?.message}`)
    return answer.rows
  }
  const due = `${table} | where TimeGenerated > datetime(${from}) and TimeGenerated <= datetime(${until})`
  const hours = await ask(`${due} | distinct Hour = bin(TimeGenerated, 1h) | sort by Hour asc`)
  for (const [hour] of hours.rows) {
    const start = formatDatetime(hour as bigint)
    const { columns, rows } = await ask(
      `${due} | where bin(TimeGenerated, 1h) == datetime(${start}) | sort by TimeGenerated asc`,
    )
    append(workspace, table, { columns, rows }, context)
  }
  exportedUntil(workspace).set(key, { until })
  context.state.revision += 1
}

/** Appends rows to the files of their five minutes; what a policy forbids is lost. */
function append({ id }: ResourceStore, table: string, { columns, rows }: Rows, context: AccountContext): void {
  const container = `am-${table.toLowerCase().replaceAll('_', '-')}`
  if (!containers(context.account).has(container)) writeContainer(container, context, undefined)
  const time = columns.findIndex(({ name }) => name === 'TimeGenerated')
  const files = new Map<string, string[]>()
  for (const row of rows) {
    const name = `WorkspaceResourceId=${id.toLowerCase()}/${pathOf(row[time] as bigint)}/PT05M.json`
    const members = columns.flatMap(({ name, type }, index) =>
      row[index] === null ? [] : [`${JSON.stringify(name)}:${encodeCell(row[index]!, type)}`],
    )
    members.push(`"_Internal_WorkspaceResourceId":${JSON.stringify(id.toLowerCase())}`)
    const lines = files.get(name) ?? []
    lines.push(`{${members.join(',')}}\n`)
    files.set(name, lines)
  }
  for (const [blob, lines] of files) {
    const call = { container, blob, query: new URLSearchParams(), bytes: Buffer.alloc(0) }
    if (!blobs(container)(context.account).has(blob)) {
      putBlob({ ...call, headers: { 'x-ms-blob-type': 'AppendBlob' } }, context)
    }
    appendBlock({ ...call, headers: {}, bytes: Buffer.from(lines.join('')) }, context)
  }
}

/** `y=2026/m=03/d=01/h=10/m=05` */
function pathOf(ticks: bigint): string {
  const slot = formatDatetime(ticks - (ticks % (5n * ticksPerMinute)))
  const [, year, month, day, hour, minute] = /^(\d+)-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(slot)!
  return `y=${year}/m=${month}/d=${day}/h=${hour}/m=${minute}`
}
