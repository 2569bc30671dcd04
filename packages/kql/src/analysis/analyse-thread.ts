/** Worker thread of `analyseQueries`: posts its analyses. */
import { parentPort, workerData } from 'node:worker_threads'
import { loadParser } from '../frontend/parser.ts'
import { worldOf } from '../world/world-data.ts'
import type { AnalysisOrder } from './analyse-queries.ts'
import { analyseShare } from './analyse-share.ts'

const { shares, start, world, code } = workerData as AnalysisOrder
loadParser(() => code)
parentPort!.postMessage(analyseShare(shares, start, worldOf(world)))
