import { archiveReport, type FoundTable, findRows, type VaultReader, type WantedRows } from '@tripline/archive'
import { type Diagnosed, type Diagnostic, isError } from '@tripline/diagnostics'
import { externalRows, type StoredFile, withFunctions } from '@tripline/engines'
import type { Rows } from '@tripline/kql/engine'
import { commandReport } from '../command-line/command-report.ts'
import type { RemoteChoice } from '../engines/engine-choice.ts'
import { engineFailure } from '../engines/engine-failure.ts'
import { openGivenEngine } from '../engines/open-given-engine.ts'
import type { Io } from '../process/io.ts'
import { findTarget, type ProjectContext } from '../project/command-context.ts'
import { blobAddresses } from './connect-blobs.ts'

/** A query over archived rows that an engine elsewhere reads from the vault. */
export interface ArchiveQuery {
  readonly kql: string
  /** Ticks. */
  readonly now: bigint | undefined
  /** Milliseconds. */
  readonly timeout: number
  readonly wanted: WantedRows
  /** Tables that must be archived; the others are those that the query may name. */
  readonly chosen: readonly string[]
}

/**
 * Answers a query from archived rows, read by a Kusto cluster through external tables that exist meanwhile. The manifests say which
 * files and which of their rows count; the hashes of files are not compared.
 */
export async function queryArchiveElsewhere(
  { kql, now, timeout, wanted, chosen }: ArchiveQuery,
  workspace: string,
  vault: VaultReader,
  choice: RemoteChoice,
  context: ProjectContext,
  io: Io,
): Promise<Diagnosed<Rows>> {
  const { url, diagnostics: unknown } = vaultUrl(workspace, context)
  if (url === undefined) return { diagnostics: unknown }
  const found = await findRows(vault, wanted)
  if (!found.ok) {
    const { code, message } = found.error
    return { diagnostics: [commandReport['remote-unusable'](undefined, vault.name, code, message)] }
  }
  const archived = new Set(found.value.tables.map(({ table }) => table))
  const missing = chosen.filter(name => !archived.has(name))
  const diagnostics: Diagnostic[] = [
    ...missing.map(name => archiveReport['archive-table-missing'](undefined, name)),
    ...found.value.findings,
  ]
  if (diagnostics.some(isError)) return { diagnostics }
  const opened = openGivenEngine(choice, true, context, io)
  if (!opened.value) return { diagnostics: opened.diagnostics }
  const { remote, tables, close } = opened.value
  const { catalogue, functions } = context.world
  const external = found.value.tables.flatMap(one => {
    const table = catalogue.get(one.table)
    return table ? [externalRows({ table, folder: `${url}/${one.table}`, files: filesOf(one) })] : []
  })
  const made = external.flatMap(one => one.tables)
  const answer = await tables!.during(made, timeout, names => {
    const unused = [...names]
    const statements = external.map(one => one.statement(unused.splice(0, one.tables.length)))
    const text = [...statements, withFunctions(kql, functions)].join('\n')
    return remote.run({ kql: text, timeout, callsOut: true, ...(now !== undefined && { now }) })
  })
  diagnostics.push(...close())
  if ('problem' in answer) {
    return {
      diagnostics: [
        ...diagnostics,
        commandReport['engine-unusable'](undefined, remote.name, 'refused', answer.problem),
      ],
    }
  }
  if (answer.ok) return { value: answer.rows, diagnostics }
  return { diagnostics: [...diagnostics, engineFailure(remote.name, answer)] }
}

/** The URL of the vault's container. */
function vaultUrl(
  workspace: string,
  { project, root }: ProjectContext,
): { readonly url?: string; readonly diagnostics: readonly Diagnostic[] } {
  const target = findTarget(project, workspace)
  const addressOf = target.value && blobAddresses(target.value, root)
  if (!addressOf?.value) return { diagnostics: addressOf?.diagnostics ?? target.diagnostics }
  const { account, container } = project.archive!.vault
  return { url: `${addressOf.value(account.value).url}/${container.value}`, diagnostics: [] }
}

/** The parts of a table as files of its folder. A slice of a part is the rows of an hour. */
const filesOf = ({ days }: FoundTable): readonly StoredFile[] =>
  days.flatMap(({ day, parts }) =>
    parts.map(({ part, rows }): StoredFile => {
      const stem = /([^/.]+)\.[^/]*$/.exec(part.name)![1]!
      if (rows === 'all') return { day, stem, rows }
      const hours = 'except' in rows ? { except: [...rows.except] } : { only: rows.slices.map(({ of }) => of) }
      return { day, stem, rows: hours }
    }),
  )
