// Shows Tripline at work on the rules of this repository: checked, replayed, deployed to a local workspace.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = join(root, 'packages/cli/bin/tripline.js')

// A copy, so that the local workspace leaves nothing behind.
const folder = await mkdtemp(join(tmpdir(), 'tripline-demo-'))
for (const name of ['tripline.yaml', 'detections', 'test-data']) {
  await cp(join(root, name), join(folder, name), { recursive: true })
}

function start(argv, stdout) {
  process.stdout.write(`\n$ tripline ${argv.map(word => (/[\s|]/.test(word) ? `'${word}'` : word)).join(' ')}\n`)
  return spawn(process.execPath, [bin, ...argv], { cwd: folder, stdio: ['inherit', stdout, 'inherit'] })
}

async function tripline(...argv) {
  const [code] = await once(start(argv, 'inherit'), 'close')
  if (code !== 0) process.exitCode = 1
}

try {
  await tripline('check')
  await tripline('test')

  const emulator = start(['emulator'], 'pipe')
  const ended = once(emulator, 'close')
  const [line] = await Promise.race([once(createInterface(emulator.stdout), 'line'), ended])
  process.stdout.write(`${line}\n`)

  await tripline('plan', '--workspace', 'local', '--out', 'plan.json')
  await tripline('apply', 'plan.json')
  await tripline('plan', '--workspace', 'local')

  emulator.kill('SIGINT')
  await ended
} finally {
  await rm(folder, { recursive: true, force: true })
}
