import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { type Ended, type Machine, startMachine } from './run-step.ts'

const action = fileURLToPath(new URL('../../../../action/', import.meta.url))

/** A runner of GitHub Actions: a machine, and the files that steps write to. */
export interface Runner extends Machine {
  /** What the last step has written for later ones, by name. */
  readonly outputs: () => Readonly<Record<string, string>>
  readonly summary: () => string
  readonly step: (name: string, env?: Readonly<Record<string, string>>) => Ended
}

export function startRunner(files: Readonly<Record<string, string>>): Runner {
  const machine = startMachine(files)
  const [output, summary] = [join(machine.temp, 'output'), join(machine.temp, 'summary')]
  writeFileSync(summary, '')
  return {
    ...machine,
    outputs: () => {
      const lines = readFileSync(output, 'utf8').split('\n').slice(0, -1)
      // Any other line, or one that is there twice, came from elsewhere.
      expect(lines.filter(line => !/^(?:cache|version|reports|code|sarif|plan)=\S*$/.test(line))).toEqual([])
      const entries = lines.map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])
      expect(new Set(entries.map(([name]) => name)).size).toBe(lines.length)
      return Object.fromEntries(entries)
    },
    summary: () => readFileSync(summary, 'utf8'),
    step: (name, env = {}) => {
      writeFileSync(output, '')
      const files = { RUNNER_TEMP: machine.temp, GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary }
      return machine.run([join(action, `${name}.sh`)], { ...files, ...env })
    },
  }
}

/** A runner on which the action's first step has run. */
export function startInstalled(files: Readonly<Record<string, string>>): Runner {
  const runner = startRunner(files)
  expect(runner.step('install', { TRIPLINE_VERSION: 'latest' })).toEqual({ code: 0, stdout: '', stderr: '' })
  return runner
}
