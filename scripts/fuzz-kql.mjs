// `pnpm fuzz [COUNT] [SEED]`: damaged queries through the engine, in a process of their own; what fails can be repeated by its seed.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const [count = '20000', seed = String(Date.now() % 1_000_000)] = process.argv.slice(2)
const lastInput = join(tmpdir(), `tripline-fuzz-${process.pid}.kql`)
process.stderr.write(`${count} inputs, seed ${seed}\n`)
const { status } = spawnSync('npx', ['vitest', 'run', 'packages/kql/test/fuzz.test.ts'], {
  stdio: 'inherit',
  env: { ...process.env, TRIPLINE_FUZZ_COUNT: count, TRIPLINE_FUZZ_SEED: seed, TRIPLINE_FUZZ_LAST: lastInput },
})
if (status !== 0)
  process.stderr.write(`the last input, in ${lastInput}:\n${readFileSync(lastInput, 'utf8').slice(0, 2000)}\n`)
process.exitCode = status ?? 1
