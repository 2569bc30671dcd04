import { counted, joined, text } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import type { Adopted } from '../write/adopt-rules.ts'

/** Commands to go on with, each with what it does. */
export function showNext(steps: readonly (readonly [command: string, effect: string])[], { stderr }: Io): void {
  const width = Math.max(...steps.map(([command]) => command.length))
  const lines = steps.map(([command, effect]) => text`  ${command.padEnd(width)}  ${effect}\n`)
  stderr.write(text`\nNext:\n${joined(lines, '')}`)
}

/** What was found where rules are already there. */
export function showAdopted({ rules, tests, accepted, untested }: Adopted, baseline: string, { stderr }: Io): void {
  const found = text`${counted(rules, 'rule')}, ${counted(tests, 'test file')}`
  const lacking = untested === 0 ? text`every rule has tests` : text`${counted(untested, 'rule')} without tests`
  stderr.write(text`\n${found}: ${lacking}; ${baseline} accepts ${counted(accepted, 'finding')}\n`)
}
