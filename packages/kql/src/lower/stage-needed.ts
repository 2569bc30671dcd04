import type { DataSchema } from '../frontend/data-schema.ts'
import type { PlanNode } from '../plan/node.ts'
import type { Cell } from '../world/dataset.ts'

/** A question that the data must answer before the columns of a plugin's call are known. */
export interface Question {
  /** The call site. */
  readonly site: string
  readonly plan: PlanNode
  /** The columns that follow from the plan's rows; may throw a Refusal. */
  readonly decide: (rows: readonly (readonly Cell[])[]) => DataSchema
}

/** Ends the lowering of a query that cannot continue without an answer. Thrown and caught inside the compiler. */
export class StageNeeded extends Error {
  readonly question: Question

  constructor(question: Question) {
    super('data decides the columns')
    this.question = question
  }
}
