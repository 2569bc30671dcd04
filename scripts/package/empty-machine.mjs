import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { platform, tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'

/**
 * An empty folder, and commands in it that know nothing of this checkout or this user: a home of their own, and of the
 * environment only where programs are. `node` is the binary that `node` means there; `cache` the one of npm, otherwise empty.
 *
 * @param {{ node?: string, cache?: string }} [options]
 */
export async function emptyMachine({ node = process.execPath, cache } = {}) {
  const root = await mkdtemp(join(tmpdir(), 'tripline-package-'))
  const [home, folder] = [join(root, 'home'), join(root, 'project')]
  for (const made of [home, folder]) await mkdir(made)
  const env = {
    PATH: [dirname(node), process.env.PATH].join(delimiter),
    HOME: home,
    // What these are called elsewhere.
    ...pick(['SystemRoot', 'TEMP', 'HTTPS_PROXY', 'NODE_EXTRA_CA_CERTS']),
    npm_config_cache: cache ?? join(root, 'npm-cache'),
    npm_config_prefer_offline: 'true',
    npm_config_update_notifier: 'false',
    // Without a registry, an answer within seconds.
    npm_config_fetch_retry_mintimeout: '1000',
    npm_config_fetch_retry_maxtimeout: '5000',
    CI: '1',
  }

  // In a group of its own: what a package manager starts would outlive it.
  const start = ([program, ...argv]) => spawn(program, argv, { cwd: folder, env, detached: platform() !== 'win32' })
  const run = async (argv, input = '') => {
    const child = start(argv)
    // Some end before they read.
    child.stdin.on('error', () => {}).end(input)
    const closed = new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
    const [code, stdout, stderr] = await Promise.all([closed, text(child.stdout), text(child.stderr)])
    return { command: argv.join(' '), code, stdout, stderr }
  }
  return { folder, start, run, remove: () => rm(root, { recursive: true, force: true }) }
}

const pick = names => Object.fromEntries(names.flatMap(name => (process.env[name] ? [[name, process.env[name]]] : [])))

/** Interrupts a program and those that it started, as Ctrl-C does. */
export const interrupt = child => (platform() === 'win32' ? child.kill() : process.kill(-child.pid, 'SIGINT'))

/** The run, if it ended as expected; otherwise an error with all that it said. */
export function expectRun(run, code, prints = /^/) {
  const { command, stdout, stderr } = run
  if (run.code === code && prints.test(stdout)) return run
  throw new Error(`${command} ended with ${run.code}, expected ${code} and ${prints}\n${stdout}\n${stderr}`)
}
