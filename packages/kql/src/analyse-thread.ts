/** Runs in a thread of `analyseQueries`: answers what it analysed. */
import { parentPort, workerData } from 'node:worker_threads'
import type { AnalysisOrder } from './analyse-queries.ts'
import { analyseShare } from './analyse-share.ts'
import { worldOf } from './world-data.ts'

const { shares, world } = workerData as AnalysisOrder
parentPort!.postMessage(analyseShare(shares, worldOf(world)))
