import { rm, stat } from 'node:fs/promises'
import type { Diagnostic } from '@tripline/diagnostics'
import { report } from './diagnostics.ts'
import { writeWhole } from './write-whole.ts'

/** Writes files that must not be there yet: all of them, or none where one is there or cannot be written. */
export async function writeNew(files: ReadonlyMap<string, string>): Promise<readonly Diagnostic[]> {
  const there = await Promise.all([...files.keys()].map(async path => ((await exists(path)) ? [path] : [])))
  const taken = there.flat()
  if (taken.length > 0) return taken.map(path => report['file-exists'](undefined, path))
  const written = await Promise.all(
    Array.from(files, async ([path, text]) => ({ path, refused: await writeWhole(path, text) })),
  )
  const refused = written.flatMap(one => one.refused)
  if (refused.length > 0) {
    await Promise.all(written.filter(one => one.refused.length === 0).map(({ path }) => rm(path, { force: true })))
  }
  return refused
}

/** The files that are not there yet. */
export async function missingOf(files: ReadonlyMap<string, string>): Promise<readonly (readonly [string, string])[]> {
  const judged = await Promise.all(Array.from(files, async file => ((await exists(file[0])) ? [] : ([file] as const))))
  return judged.flat()
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
