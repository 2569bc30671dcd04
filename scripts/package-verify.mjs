// Installs the packed npm package with every package manager on every version of Node.js that it supports, each time in an
// empty folder with empty caches, and uses it there. `pnpm package:verify [NODE…]`
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { arch, platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { emptyMachine, expectRun } from './package/empty-machine.mjs'
import { install } from './package/install.mjs'
import { pack } from './package/pack.mjs'
import { useEveryVerb } from './package/use-every-verb.mjs'

const versions = process.argv.length > 2 ? process.argv.slice(2) : ['20', '22', '24']
const managers = {
  npm: undefined,
  pnpm: 'pnpm/bin/pnpm.cjs',
  'yarn 1': 'yarn/bin/yarn.js',
  'yarn 4': '@yarnpkg/cli-dist/bin/yarn.js',
}

const scratch = await mkdtemp(join(tmpdir(), 'tripline-verify-'))
const tools = join(scratch, 'node_modules')
const nodeOf = version => join(tools, `node-${version}`, 'bin', platform() === 'win32' ? 'node.exe' : 'node')

try {
  const binaries = versions.map(
    version => `node-${version}@npm:node-${platform() === 'win32' ? 'win' : platform()}-${arch()}@${version}`,
  )
  const argv = ['install', '--no-save', 'pnpm@10', 'yarn@1', '@yarnpkg/cli-dist@4', ...binaries]
  await promisify(execFile)('npm', argv, { cwd: scratch })
  const { tarball } = await pack(join(import.meta.dirname, '..'), scratch)

  for (const version of versions) {
    for (const [manager, program] of Object.entries(managers)) await report(version, manager, program, tarball)
    await report(version, 'npx', undefined, tarball)
  }
} finally {
  await rm(scratch, { recursive: true, force: true })
}

async function report(version, manager, program, tarball) {
  const machine = await emptyMachine({ node: nodeOf(version) })
  const started = performance.now()
  try {
    const node = expectRun(await machine.run(['node', '--version']), 0, new RegExp(`^v${version}\\.`)).stdout.trim()
    if (manager === 'npx') {
      expectRun(await machine.run(['npx', '-y', `--package=${tarball}`, 'tripline', 'init']), 0, /^tripline\.yaml$/m)
      expectRun(await machine.run(['npx', '-y', `--package=${tarball}`, 'tripline', 'test']), 0, /2 passed/)
    } else {
      const tripline = await install(machine, tarball, manager, program && join(tools, program))
      await useEveryVerb(machine, tripline)
    }
    const size = await sizeOf(join(machine.folder, 'node_modules'))
    const seconds = Math.round((performance.now() - started) / 1000)
    console.log(
      `${node}  ${manager.padEnd(6)}  ok  ${(size / 1e6).toFixed(0).padStart(3)} MB in node_modules  ${seconds} s`,
    )
  } catch (error) {
    process.exitCode = 1
    console.error(`v${version}  ${manager.padEnd(6)}  FAILED\n${error.message}`)
  } finally {
    await machine.remove()
  }
}

/** The total size of the files under a folder in bytes, links not followed. */
async function sizeOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter(entry => entry.isFile())
  const sizes = await Promise.all(files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}
