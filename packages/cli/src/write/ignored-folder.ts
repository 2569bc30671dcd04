import { join } from 'node:path'
import { entryKind, type FilePath, inside, readFile } from '@tripline/files'

const own = '.tripline/'
const ways: ReadonlySet<string> = new Set(['.tripline', '.tripline/', '/.tripline', '/.tripline/'])

/**
 * `.gitignore` of a project that leaves out the emulator's state; undefined if it lists that folder
 * already, or is a link. What it has is kept.
 */
export function ignoringState(root: string): { readonly file: FilePath; readonly text: string } | undefined {
  const file = inside(root, join(root, '.gitignore'))
  const kind = entryKind(file.path)
  if (kind === undefined) return { file, text: `${own}\n` }
  if (kind !== 'file') return undefined
  const text = readFile(file, 'text-file').toString('utf8')
  if (text.split('\n').some(line => ways.has(line.trim()))) return undefined
  const separator = text === '' || text.endsWith('\n') ? '' : '\n'
  return { file, text: `${text}${separator}${own}\n` }
}
