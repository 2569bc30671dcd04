import { kindOf } from '@tripline/deploy'
import { joined, jsonDocument, text } from '@tripline/diagnostics'
import type { Absorption } from '../deploy/absorb-drift.ts'
import type { Io } from '../process/io.ts'
import { paletteOf } from './diagnostics.human.ts'

/** What became of each resource, with the files that were written. */
export function showAbsorbed(_workspace: string, absorptions: readonly Absorption[], io: Io): void {
  const { error } = paletteOf(io.stdout, io)
  const lines = absorptions.map(one => {
    const head = text`${kindOf(one).noun} ${one.name} (${one.id})`
    if ('reason' in one) return text`${error(text`${head}: not absorbed`)}\n    ${one.reason}\n`
    return text`${head}: absorbed\n${joined(
      one.files.map(path => text`    ${path}\n`),
      '',
    )}`
  })
  io.stdout.write(joined(lines, ''))
}

/** `{"workspace","absorbed":[{"type","id","name","files"|"reason"}]}`. */
export const showAbsorbedJson = (workspace: string, absorbed: readonly Absorption[], { stdout }: Io): void =>
  stdout.write(jsonDocument({ workspace, absorbed }))
