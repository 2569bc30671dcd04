import type { Diagnosed } from '@tripline/diagnostics'
import { readSigningKey } from '@tripline/evidence/sealing'
import { named, readFile, reasonOf } from '@tripline/files'
import { projectReport } from '@tripline/project'
import { commandReport } from '../command-line/command-report.ts'

type Key = NonNullable<ReturnType<typeof readSigningKey>>

/** The key in a file that an option names. Nothing of the file is in a message. */
export function openKey(option: '--sign' | '--key', path: string): Diagnosed<Key> {
  const kind = option === '--sign' ? 'private' : 'public'
  let pem: Buffer
  try {
    pem = readFile(named(path), 'text-file')
  } catch (error) {
    return { diagnostics: [projectReport['file-unreadable'](undefined, path, reasonOf(error))] }
  }
  const value = readSigningKey(kind, pem)
  if (value) return { value, diagnostics: [] }
  const expected = `a file with an Ed25519 ${kind} key in PEM, not encrypted`
  return { diagnostics: [commandReport['option-value'](undefined, option, path, expected)] }
}
