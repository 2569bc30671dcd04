/** Runs in a worker of `analyseAhead`: answers the analyses of its queries, in their order. */
import { parentPort, workerData } from 'node:worker_threads'
import { analyseQuery } from '@tripline/kql/compile'
import { loadCatalogue } from '@tripline/schemas'
import type { AnalysisOrder } from './analyse-ahead.ts'

const { tables, functions, watchlists, externalData, queries } = workerData as AnalysisOrder
const world = { catalogue: loadCatalogue().with(tables), functions, watchlists, externalData }
parentPort!.postMessage(queries.map(query => analyseQuery(query, world)))
