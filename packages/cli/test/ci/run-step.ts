import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { folderWith } from '../cli.ts'
import { packagedCommand } from '../packaged-command.ts'

export interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** A machine of a CI service with a checkout, and an `npm` that writes down its arguments and installs the built command. */
export interface Machine {
  readonly checkout: string
  /** The folder that the service empties after a job. */
  readonly temp: string
  /** The arguments of npm, once it has run. */
  readonly installed: () => readonly string[] | undefined
  /** Runs a Bash script instead of the installed command from now on; Node itself would take most of the time. */
  readonly replaceCommand: (script: string) => void
  /** Adds a command, as a Bash script. */
  readonly addCommand: (name: string, script: string) => void
  /** Runs Bash in the checkout. */
  readonly run: (argv: readonly string[], env: Readonly<Record<string, string>>) => Ended
}

const npm = `printf '%s\\0' "$@" >"$HOME/npm.argv"
while [ "$1" != --prefix ]; do shift; done
home=$2/node_modules/tripline
mkdir -p "$home/bin"
echo '{ "type": "module" }' >"$home/package.json"
echo 'import ${JSON.stringify(packagedCommand)}' >"$home/bin/tripline.js"`

export function startMachine(files: Readonly<Record<string, string>>): Machine {
  const checkout = folderWith({ '.git/HEAD': '', ...files })
  const home = folderWith({ 'bin/x': '', 'temp/x': '' })
  const [temp, record] = [join(home, 'temp'), join(home, 'npm.argv')]
  const path = [join(home, 'bin'), dirname(process.execPath), process.env.PATH].join(delimiter)
  const addCommand = (name: string, script: string) => {
    writeFileSync(join(home, 'bin', name), `#!/usr/bin/env bash\n${script}\n`)
    chmodSync(join(home, 'bin', name), 0o755)
  }
  addCommand('npm', npm)
  return {
    checkout,
    temp,
    addCommand,
    installed: () => (existsSync(record) ? readFileSync(record, 'utf8').split('\0').slice(0, -1) : undefined),
    replaceCommand: script => addCommand('node', `shift\n${script}`),
    run: (argv, env) => {
      const options = { cwd: checkout, encoding: 'utf8', env: { PATH: path, HOME: home, CI: 'true', ...env } } as const
      const { status, stdout, stderr } = spawnSync('bash', argv, options)
      return { code: status ?? -1, stdout, stderr }
    },
  }
}

/** What must be a value wherever it is an input of a pipeline. */
export const shellTricks = [
  '$(touch pwned)',
  '`touch pwned`',
  '"; touch pwned; "',
  "'; touch pwned; '",
  'a\ncode=0\nsarif=/etc/passwd',
  'a b\tc * ? [x] \\',
  '--help',
  '</pre><script>alert(1)</script>',
]

/** Versions that npm must never see. */
export const badVersions = [
  '',
  ' ',
  '--registry=https://evil.example',
  'npm:evil@1.0.0',
  'https://evil.example/x.tgz',
  'git+https://evil.example/x',
  '../evil',
  'missing.tgz',
  'latest\n::error::pwned',
  'latest\nversion=1',
  'a.tgz\n::set-output name=a::b.tgz',
  ...shellTricks,
]
