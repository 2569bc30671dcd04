import { rm, stat } from 'node:fs/promises'
import type { Diagnostic } from '@tripline/diagnostics'
import { report } from './diagnostics.ts'
import { writeWhole } from './write-whole.ts'

/** Writes files that must not be there yet: all of them, or none where one is there or cannot be written. */
export async function writeNew(files: ReadonlyMap<string, string>): Promise<readonly Diagnostic[]> {
  const there = await Promise.all([...files.keys()].map(async path => ((await exists(path)) ? [path] : [])))
  const taken = there.flat()
  if (taken.length > 0) return taken.map(path => report['file-exists'](undefined, path))
  const written: string[] = []
  for (const [path, text] of files) {
    const refused = await writeWhole(path, text)
    if (refused.length > 0) {
      await Promise.all(written.map(one => rm(one, { force: true })))
      return refused
    }
    written.push(path)
  }
  return []
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
