import type { Diagnosed } from '@tripline/diagnostics'
import { appendFile, entryKind, type FilePath, readFile, reasonOf } from '@tripline/files'
import type { BacktestDay } from '@tripline/replay'
import { commandReport } from '../command-line/command-report.ts'

/** Days of backtests in a file, a line of JSON each. `key`: everything that a day depends on. */
export interface KeptDays {
  get(key: string, day: string): BacktestDay | undefined
  keep(key: string, day: BacktestDay): void
  close(): void
}

/** Opens the file that a backtest is resumed from, and makes it if there is none. A line that is not whole is left out. */
export function openKeptDays(file: FilePath): Diagnosed<KeptDays> {
  try {
    const text = entryKind(file.path) === undefined ? '' : readFile(file, 'text-file').toString()
    const days = new Map<string, BacktestDay>()
    for (const line of text.split('\n')) {
      const read = readLine(line)
      if (read) days.set(`${read.key} ${read.day.day}`, read.day)
    }
    const appended = appendFile(file)
    // An interrupted line is ended, so that the next one is whole.
    if (text !== '' && !text.endsWith('\n')) appended.append('\n')
    const value: KeptDays = {
      get: (key, day) => days.get(`${key} ${day}`),
      keep: (key, day) => appended.append(`${lineOf(key, day)}\n`),
      close: () => appended.close(),
    }
    return { value, diagnostics: [] }
  } catch (error) {
    return { diagnostics: [commandReport['file-unwritable'](undefined, file.path, reasonOf(error))] }
  }
}

const lineOf = (key: string, { diagnostics: _, entities, firedAt, ...day }: BacktestDay): string =>
  JSON.stringify({ key, ...day, entities: [...entities], firedAt: firedAt === undefined ? null : String(firedAt) })

function readLine(line: string): { readonly key: string; readonly day: BacktestDay } | undefined {
  try {
    const { key, day, runs, alerts, suppressed, entities, tables, firedAt } = JSON.parse(line)
    const counts = [
      runs,
      alerts,
      suppressed.runs,
      suppressed.alerts,
      ...entities.map(([, count]: [string, number]) => count),
    ]
    const texts = [key, day, ...tables, ...entities.map(([entity]: [string, number]) => entity)]
    if (!counts.every(Number.isSafeInteger) || !texts.every(text => typeof text === 'string')) return undefined
    for (const [entity] of entities) JSON.parse(entity)
    const fired = firedAt === null ? {} : { firedAt: BigInt(firedAt) }
    const counted = { runs, alerts, suppressed: { runs: suppressed.runs, alerts: suppressed.alerts } }
    return { key, day: { day, ...counted, entities: new Map(entities), tables, ...fired, diagnostics: [] } }
  } catch {
    return undefined
  }
}
