import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Diagnostic } from '@tripline/diagnostics'
import { reasonOf } from '@tripline/project'
import { report } from './diagnostics.ts'

/** Writes a file and the folders it lies in; a reader sees the old text or the new one, never a part. */
export async function writeWhole(path: string, text: string): Promise<readonly Diagnostic[]> {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.new`)
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(beside, text)
    await rename(beside, path)
    return []
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {})
    return [report['file-unwritable'](undefined, path, reasonOf(error))]
  }
}
