// `pnpm fuzz`: runs the built command on generated inputs of every kind; failures are minimised and reproducible.
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { runCampaign } from './campaign.mjs'
import { kindLines, kindNames } from './kinds.mjs'
import { closingLine, failureText, saveInput } from './report.mjs'
import { openWorker } from './worker-process.mjs'

const help = `pnpm fuzz KIND [COUNT] [SEED] [--jobs N] [--at INDEX] [--limit SECONDS] [--out DIR]

Runs COUNT (1000) inputs of a kind, generated from SEED (1). Exits 1 when one crashes, hangs, leaks, writes elsewhere, is
ignored, is answered wrongly, or prints what a terminal or a CI runner would obey; 2 when it cannot run at all.

${kindLines.join('\n')}
  all      COUNT inputs of each of them
  FILE     a module like those in scripts/fuzz/kinds

  --jobs N    processes that run inputs at the same time; one a core by default
  --at INDEX  begin with this input, to run one again
  --limit S   seconds of the processor that one input may take (20)
  --out DIR   write the inputs that fail to this folder
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    jobs: { type: 'string' },
    at: { type: 'string', default: '0' },
    limit: { type: 'string', default: '20' },
    out: { type: 'string' },
    help: { type: 'boolean' },
  },
})
const [wanted, count = '1000', seed = '1'] = positionals
if (wanted === undefined || values.help) process.stdout.write(help)
else
  await fuzz(wanted === 'all' ? kindNames : [wanted]).catch(({ message }) => {
    process.stderr.write(`fuzz: ${message}\n`)
    process.exitCode = 2
  })

async function fuzz(kinds) {
  const jobs = values.jobs === undefined ? availableParallelism() : number(values.jobs)
  const run = { seed: number(seed), first: number(values.at), count: number(count), limit: 1000 * number(values.limit) }
  const workers = Array.from({ length: Math.min(jobs, run.count) }, openWorker)
  try {
    for (const kind of kinds) await fuzzKind({ kind, ...run }, workers)
  } finally {
    await Promise.all(workers.map(worker => worker.close()))
  }
}

async function fuzzKind(run, workers) {
  const started = performance.now()
  const { distinct, ...counts } = await runCampaign(run, workers, found => {
    process.stdout.write(failureText(found, run.kind))
    if (values.out !== undefined && found.input) saveInput(values.out, found)
  })
  for (const { key, times } of distinct) process.stdout.write(`${String(times).padStart(6)}  ${key}\n`)
  const seconds = (performance.now() - started) / 1000
  process.stdout.write(
    `${run.kind} seed ${run.seed}: ${closingLine({ ...counts, distinct: distinct.length }, seconds)}`,
  )
  if (distinct.length > 0) process.exitCode = 1
}

function number(text) {
  if (!/^\d+$/.test(text)) throw new Error(`${text} is not a whole number`)
  return Number(text)
}
