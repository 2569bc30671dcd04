import type { Diagnostic } from '@tripline/diagnostics'
import { commandReport } from '../command-line/command-report.ts'

/** Warnings about tables that a query read although the folder has no logs of them. */
export const absentLogs = (
  folder: string | undefined,
  read: readonly string[],
  absent: ReadonlySet<string>,
): readonly Diagnostic[] =>
  read.filter(table => absent.has(table)).map(table => commandReport['logs-absent'](undefined, folder ?? '', table))
