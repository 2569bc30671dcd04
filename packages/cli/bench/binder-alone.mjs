/** `node binder-alone.mjs FILE`: the official binder over the queries of a JSON file, with all cores. */
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { bindShare } from '../../rules/bench/bind-share.mjs'

const queries = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const shares = { queries, taken: new Int32Array(new SharedArrayBuffer(4)) }
const others = Array.from({ length: availableParallelism() - 1 }, () => {
  const worker = new Worker(new URL('../../rules/bench/bind-share.mjs', import.meta.url), { workerData: shares })
  return new Promise((resolve, reject) => worker.once('exit', resolve).once('error', reject))
})
bindShare(shares)
await Promise.all(others)
