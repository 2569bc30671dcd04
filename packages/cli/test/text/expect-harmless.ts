import { expect } from 'vitest'
import { type Call, type Ended, tripline } from '../cli.ts'
import { runnerCommands, terminalTricks } from './runner-commands.ts'

/** Runs the command; nothing of what it prints is a command of a runner, or anything that a terminal acts on. */
export async function harmless(argv: readonly string[], call: Call = {}): Promise<Ended> {
  const ended = await tripline(argv, call)
  expect(ended.code, ended.stderr).not.toBe(70)
  for (const text of [ended.stdout, ended.stderr]) {
    expect(runnerCommands(text), argv.join(' ')).toEqual([])
    expect(terminalTricks(text), argv.join(' ')).toEqual([])
  }
  return ended
}
