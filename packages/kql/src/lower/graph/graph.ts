import type { PlanColumn, PlanNode } from '../../plan/node.ts'

/** A graph: the rows of its edges and nodes, with new ids for every reader. */
export interface Graph {
  /** The number of the edge, its source, its target, and its properties. */
  readonly edges: () => PlanNode
  /** The id of the node, once in the graph, and its properties. */
  readonly nodes: () => PlanNode
}

/** The column that identifies an edge or node, and those of its properties that are present. */
export interface Properties {
  readonly id: PlanColumn
  readonly properties: readonly PlanColumn[]
}
