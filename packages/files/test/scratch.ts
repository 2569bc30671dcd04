import { execFileSync } from 'node:child_process'
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { onTestFinished } from 'vitest'

/** A new folder with the given files by path, removed after the test; its own path has no link on it. */
export function scratchFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tripline-files-')))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

/** Makes a named pipe. */
export const makePipe = (path: string): Buffer => execFileSync('bash', ['-c', 'mkfifo "$0"', path])

/** Ways in which `path` can lead to `target`, both absolute. */
export const kindsOfLink = {
  absolute: (path: string, target: string) => symlinkSync(target, path),
  relative: (path: string, target: string) => symlinkSync(relative(dirname(path), target), path),
  'a chain': (path: string, target: string) => {
    symlinkSync(target, `${path}.2`)
    symlinkSync(`${path}.2`, `${path}.1`)
    symlinkSync(relative(dirname(path), `${path}.1`), path)
  },
} as const

/** Times and contents of all that lies in a folder, by path. */
export const stateOf = (folder: string): readonly (readonly [path: string, mtime: number, content: string])[] =>
  readdirSync(folder)
    .map(name => join(folder, name))
    .flatMap(path => {
      const status = lstatSync(path)
      if (status.isDirectory()) return [[path, status.mtimeMs, ''] as const, ...stateOf(path)]
      return [[path, status.mtimeMs, status.isFile() ? readFileSync(path, 'utf8') : ''] as const]
    })
