import { deserialize, serialize } from 'node:v8'
import type { KeptFolder } from '../cache/kept-folder.ts'
import type { PlanNode } from '../plan/node.ts'

/** Plans by key. */
export interface PlanCache {
  read(key: string): PlanNode | undefined
  write(key: string, plan: PlanNode): void
}

/** Plans in a folder of signed entries. The form is that of the structured clone, in which shared plans stay shared; a damaged entry counts as missing. */
export const openPlanCache = (kept: KeptFolder): PlanCache => ({
  read: key => readPlan(kept.read(`${key}.plan`)),
  write: (key, plan) => kept.write(`${key}.plan`, serialize(plan)),
})

function readPlan(entry: Buffer | undefined): PlanNode | undefined {
  try {
    return entry && (deserialize(entry) as PlanNode)
  } catch {
    return undefined
  }
}
