import { counted, joined, text } from '@tripline/diagnostics'
import type { Fixture } from '../fixture/make-fixture.ts'
import type { Io } from '../process/io.ts'

/** The files that were written, and what was renamed in them. */
export function showFixture({ tables, counts }: Fixture, paths: readonly string[], { stdout, stderr }: Io): void {
  const lines = tables.map(({ rows }, index) => text`${paths[index]!}: ${counted(rows, 'row')}\n`)
  stdout.write(joined(lines, ''))
  const renamed = [...counts].sort(([one], [other]) => (one < other ? -1 : 1))
  const kinds = renamed.map(([kind, count]) => text`${count} × ${kind}`)
  stderr.write(text`replaced: ${kinds.length > 0 ? joined(kinds, ', ') : text`nothing`}\n`)
}
