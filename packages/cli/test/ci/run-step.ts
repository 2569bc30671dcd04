import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { folderWith } from '../cli.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const bin = new URL('../../bin/tripline.js', import.meta.url).href

/** A runner of GitHub Actions: the files it gives to steps, and an `npm` that writes down its arguments and installs the built command. */
export interface Runner {
  readonly checkout: string
  readonly temp: string
  /** What the steps have written for later ones, by name. */
  readonly outputs: () => Readonly<Record<string, string>>
  readonly summary: () => string
  readonly installed: () => readonly string[]
  /** Puts a script in the place of the installed command. */
  readonly replaceCommand: (script: string) => void
  readonly step: (
    name: string,
    env?: Readonly<Record<string, string>>,
  ) => { code: number; stdout: string; stderr: string }
}

const npm = `#!/usr/bin/env node
const { mkdirSync, writeFileSync } = require('node:fs')
writeFileSync(process.env.RUNNER_TEMP + '/npm.json', JSON.stringify(process.argv.slice(2)))
const home = process.env.RUNNER_TEMP + '/tripline/node_modules/tripline'
mkdirSync(home + '/bin', { recursive: true })
writeFileSync(home + '/package.json', '{ "type": "module" }')
writeFileSync(home + '/bin/tripline.js', ${JSON.stringify(`import ${JSON.stringify(bin)}`)})
`

export function startRunner(files: Readonly<Record<string, string>>): Runner {
  const checkout = folderWith({ '.git/HEAD': '', ...files })
  const temp = folderWith({ 'bin/npm': npm, output: '', summary: '' })
  chmodSync(join(temp, 'bin/npm'), 0o755)
  const read = (name: string): string => readFileSync(join(temp, name), 'utf8')
  return {
    checkout,
    temp,
    outputs: () => {
      const lines = read('output').split('\n').slice(0, -1)
      // Any other line, or one that is there twice, came from elsewhere.
      expect(lines.filter(line => !/^(?:cache|version|reports|code|sarif|plan)=\S*$/.test(line))).toEqual([])
      const entries = lines.map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])
      expect(new Set(entries.map(([name]) => name)).size).toBe(lines.length)
      return Object.fromEntries(entries)
    },
    summary: () => read('summary'),
    installed: () => JSON.parse(read('npm.json')),
    replaceCommand: script => writeFileSync(join(temp, 'tripline/node_modules/tripline/bin/tripline.js'), script),
    step: (name, env = {}) => {
      writeFileSync(join(temp, 'output'), '')
      const script = join(root, 'action', `${name}.sh`)
      expect(existsSync(script)).toBe(true)
      const { status, stdout, stderr } = spawnSync('bash', [script], {
        cwd: checkout,
        encoding: 'utf8',
        env: {
          PATH: [join(temp, 'bin'), dirname(process.execPath), process.env.PATH].join(delimiter),
          HOME: temp,
          RUNNER_TEMP: temp,
          GITHUB_OUTPUT: join(temp, 'output'),
          GITHUB_STEP_SUMMARY: join(temp, 'summary'),
          CI: 'true',
          ...env,
        },
      })
      return { code: status ?? -1, stdout, stderr }
    },
  }
}

/** A runner on which the action's first step has run. */
export function startInstalled(files: Readonly<Record<string, string>>): Runner {
  const runner = startRunner(files)
  mkdirSync(join(runner.temp, 'tripline'), { recursive: true })
  expect(runner.step('install', { TRIPLINE_VERSION: 'latest' })).toEqual({ code: 0, stdout: '', stderr: '' })
  return runner
}
