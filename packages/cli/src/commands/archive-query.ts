import { archiveReport } from '@tripline/archive'
import { type Diagnostic, isError } from '@tripline/diagnostics'
import { temporaryFolder } from '@tripline/files'
import { databasesByLogs, openEngine, queryFinding, type Rows } from '@tripline/kql/engine'
import { archivedLogs } from '../archive/archived-logs.ts'
import { openVault } from '../archive/open-vault.ts'
import { queryCache } from '../cache/open-query-cache.ts'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { readAt, readColumns, readDay, readTimeout } from '../command-line/option-values.ts'
import { readEngine } from '../engines/engine-choice.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openContext } from '../project/command-context.ts'
import { chooseColumns } from '../query/choose-columns.ts'
import { mayRead, tablesNamed } from '../query/named-tables.ts'
import { queryText } from '../query/query-text.ts'
import { resultOfRows } from '../query/result-table.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { queryViews } from '../views/query.ts'

type QueryArgs = Args<'archive query'>

export async function run(args: QueryArgs, io: Io): Promise<ExitCode> {
  const from = readDay('--from', args.from)
  const to = readDay('--to', args.to)
  const at = args.at === undefined ? undefined : readAt(args.at)
  const timeout = readTimeout(args.timeout)
  const columns = args.columns === undefined ? undefined : readColumns(args.columns)
  const elsewhere = readEngine(args.engine ?? 'embedded')
  const choice = elsewhere.value?.kind === 'embedded' ? undefined : elsewhere.value
  const misread = [from, to, at, timeout, columns, elsewhere].flatMap(read => [...(read?.diagnostics ?? [])])
  if (misread.length === 0 && from.value! > to.value!) misread.push(conflict('--from is later than --to'))
  if ((args.data === undefined) === (args.workspace === undefined)) {
    misread.push(conflict('pass either --workspace NAME or --data DIR'))
  }
  if (choice && args.data !== undefined) misread.push(conflict(`--data cannot be used with --engine ${args.engine}`))
  if (choice && !args['allow-management']) {
    misread.push(
      conflict(`--engine ${args.engine} needs --allow-management: it reads the vault through external tables`),
    )
  }
  if (!choice && args['allow-management']) misread.push(conflict('--allow-management needs an engine kusto=…'))
  if (misread.length > 0) return showDiagnostics(misread, io)
  const query = await queryText(args, io)
  if (!query.value) return showDiagnostics(query.diagnostics, io)
  const opened = await openContext({ folder: args.project })
  if (!opened.value || opened.diagnostics.some(isError)) return showDiagnostics(opened.diagnostics, io)
  const { world } = opened.value
  const vault = await openVault(args, opened.value, io)
  if (!vault.value) return showDiagnostics(vault.diagnostics, io)

  const chosen = args.tables?.split(',').map(name => name.trim())
  const wants = chosen ? (table: string) => chosen.includes(table) : mayRead(query.value.text, world.functions)
  const wanted = { wants, from: from.value!, to: to.value! }
  if (choice) {
    const asked = { kql: query.value.text, now: at?.value, timeout: timeout.value!, wanted, chosen: chosen ?? [] }
    const { queryArchiveElsewhere } = await import('../archive/query-elsewhere.ts')
    const context = { ...opened.value, project: opened.value.project! }
    const answer = await queryArchiveElsewhere(asked, args.workspace!, vault.value, choice, context, io)
    const shown = showDiagnostics([...opened.diagnostics, ...answer.diagnostics], io)
    return answer.value ? showRows(answer.value, columns?.value, args.format, io) : shown
  }
  using folder = temporaryFolder()
  await using databases = databasesByLogs()
  const reading = { vault: vault.value, catalogue: world.catalogue, folder, databases }
  const logs = await archivedLogs(wanted, reading)
  if (!logs.ok) {
    const { code, message } = logs.error
    return showDiagnostics([commandReport['remote-unusable'](undefined, vault.value.name, code, message)], io)
  }
  const { tables, read, diagnostics } = logs.value
  const unknown = chosen?.filter(name => !tables.has(name)).map(missing) ?? []
  const unusable = [...unknown, ...diagnostics]
  if (!read || unusable.some(isError)) return showDiagnostics(unusable, io)

  const { database, data } = read
  const { functions, watchlists, externalData } = world
  // As tables of the dataset, they are among those that the answer says the query has read.
  const empty = tablesNamed(query.value.text, world.functions, world.catalogue)
    .filter(({ name }) => ![...data.tables, ...data.logs, ...database.tables].some(({ table }) => table.name === name))
    .map(table => ({ table, rows: [] }))
  const dataset = { tables: [...data.tables, ...empty], logs: data.logs, functions, watchlists, externalData }
  await using engine = await openEngine(world.catalogue, dataset, { database, cache: queryCache(io) })
  const file = query.value
  const now = at?.value
  const answer = await engine.run({ kql: file.text, timeout: timeout.value!, ...(now !== undefined && { now }) })
  const findings = answer.diagnostics.map(found => ({
    ...queryFinding(found, { file, start: found.start, end: found.end }),
    ...(found.code === 'no-time' && { fix: 'pass --at TIME, such as --at 2026-03-02T10:00:00Z' }),
  }))
  const absent = answer.ok ? answer.tables.filter(table => !tables.has(table)).map(missing) : []
  const shown = showDiagnostics([...opened.diagnostics, ...diagnostics, ...findings, ...absent], io)
  if (!answer.ok || absent.length > 0) return shown
  return showRows(answer.rows, columns?.value, args.format, io)
}

function showRows(rows: Rows, columns: readonly string[] | undefined, format: QueryArgs['format'], io: Io): ExitCode {
  const result = chooseColumns(resultOfRows(rows), columns)
  if (!result.value) return showDiagnostics(result.diagnostics, io)
  queryViews[format](result.value, io)
  return exitCodes.ok
}

const missing = (table: string): Diagnostic => archiveReport['archive-table-missing'](undefined, table)

const conflict = (reason: string): Diagnostic => commandReport['option-conflict'](undefined, reason)
