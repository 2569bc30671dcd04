/** `node binder-alone.mjs FILE`: the official binder over the queries of a JSON file, with all cores. */
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { bindAll } from '../../rules/bench/bind-share.mjs'

await bindAll(JSON.parse(readFileSync(process.argv[2], 'utf8')), availableParallelism())
