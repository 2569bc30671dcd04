import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { onTestFinished } from 'vitest'
import { main } from '../src/main.ts'
import { guardedWrite } from '../src/process/guarded-write.ts'
import type { Io, Output } from '../src/process/io.ts'

export interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface Call {
  readonly stdin?: string
  /** Standard input as a terminal. */
  readonly keys?: Io['stdin']
  readonly env?: Readonly<Record<string, string>>
  /** Whether standard output and error are terminals. */
  readonly terminal?: boolean
  /** Columns of the terminal. */
  readonly width?: number
  readonly interrupted?: () => Promise<void>
  /** What time is, and how it passes; it stands still otherwise. */
  readonly time?: Pick<Io, 'clock' | 'wait' | 'after'>
  readonly onOutput?: (text: string) => void
  /** New ids; the same one by default. */
  readonly uuid?: Io['uuid']
}

/** Runs the command in this process, in the current folder. */
export async function tripline(argv: readonly string[], call: Call = {}): Promise<Ended> {
  const texts = { stdout: '', stderr: '' }
  const output = (name: keyof typeof texts): Output => ({
    write: guardedWrite(text => {
      texts[name] += text
      call.onOutput?.(text)
    }),
    drained: async () => {},
    broken: false,
    isTerminal: call.terminal ?? false,
    width: call.width ?? 100,
  })
  const code = await main(argv, {
    stdin: call.keys ?? Readable.from(call.stdin === undefined ? [] : [call.stdin]),
    stdout: output('stdout'),
    stderr: output('stderr'),
    env: call.env ?? {},
    clock: () => new Date('2026-03-02T12:00:00Z'),
    wait: async () => {},
    after: () => () => {},
    ...call.time,
    uuid: call.uuid ?? (() => '11111111-2222-4333-8444-555555555555'),
    stopwatch: () => 0,
    interrupted: call.interrupted ?? (() => new Promise(() => {})),
  })
  return { code, ...texts }
}

/** Makes a folder with files by path, and answers its path. */
export function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const root = mkdtempSync(join(tmpdir(), 'tripline-cli-'))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  return root
}

/** Makes a folder with files by path, goes there until the test is over, and answers its path. */
export function enterFolder(files: Readonly<Record<string, string | Buffer>>): string {
  const root = folderWith(files)
  const before = process.cwd()
  process.chdir(root)
  onTestFinished(() => process.chdir(before))
  return root
}
