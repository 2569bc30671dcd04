// Shows Tripline at work on the rules of this repository: checked, replayed, deployed to a local workspace, whose logs are archived.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
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

// Sign-ins of the last days that have settled.
const lines = Array.from({ length: 48 }, (_, hour) => {
  const TimeGenerated = new Date(Date.now() - (5 * 24 + hour) * 3_600_000).toISOString()
  return `${JSON.stringify({ TimeGenerated, UserPrincipalName: 'ann@contoso.example', ResultType: '0' })}\n`
})
await mkdir(join(folder, 'logs'))
await writeFile(join(folder, 'logs/SigninLogs.jsonl'), lines.join(''))

function start(argv, stdout) {
  process.stdout.write(`\n$ tripline ${argv.map(word => (/[\s|]/.test(word) ? `'${word}'` : word)).join(' ')}\n`)
  return spawn(process.execPath, [bin, ...argv], { cwd: folder, stdio: ['inherit', stdout, 'inherit'] })
}

/** Runs a command to its end, which is to have a status. */
async function ends(status, ...argv) {
  const [code] = await once(start(argv, 'inherit'), 'close')
  if (code !== status) process.exitCode = 1
}

const tripline = (...argv) => ends(0, ...argv)

try {
  await tripline('check')
  await tripline('test')

  const emulator = start(['emulator', '--data', 'logs'], 'pipe')
  const ended = once(emulator, 'close')
  const [line] = await Promise.race([once(createInterface(emulator.stdout), 'line'), ended])
  process.stdout.write(`${line}\n`)

  await tripline('plan', '--workspace', 'local', '--out', 'plan.json')
  await tripline('apply', 'plan.json')
  await tripline('plan', '--workspace', 'local')

  await tripline('archive', 'plan', '--workspace', 'local', '--out', 'archive.json')
  await tripline('archive', 'apply', 'archive.json')
  await tripline('archive', 'run', '--workspace', 'local')
  // The policy is not locked yet.
  await ends(1, 'archive', 'verify', '--workspace', 'local')
  const lock = ['archive', 'lock', '--workspace', 'local', '--yes-this-cannot-be-undone', '--container']
  await tripline(...lock, 'tripline-archive')
  await tripline('archive', 'verify', '--workspace', 'local')
  const day = days => new Date(Date.now() - days * 24 * 3_600_000).toISOString().slice(0, 10)
  await tripline('evidence', '--workspace', 'local', '--from', day(7), '--to', day(1), '--out', 'evidence')
  await tripline('evidence', 'verify', 'evidence')

  emulator.kill('SIGINT')
  await ended
} finally {
  await rm(folder, { recursive: true, force: true })
}
