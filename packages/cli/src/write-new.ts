import { stat } from 'node:fs/promises'
import type { Diagnostic } from '@tripline/diagnostics'
import { report } from './diagnostics.ts'
import { writeWhole } from './write-whole.ts'

/** Writes files that must not be there yet: all of them, or none while one is. */
export async function writeNew(files: ReadonlyMap<string, string>): Promise<readonly Diagnostic[]> {
  const there = await Promise.all([...files.keys()].map(async path => ((await exists(path)) ? [path] : [])))
  const taken = there.flat()
  if (taken.length > 0) return taken.map(path => report['file-exists'](undefined, path))
  const refused = await Promise.all(Array.from(files, ([path, text]) => writeWhole(path, text)))
  return refused.flat()
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
