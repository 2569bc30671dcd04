import type { Expression } from '../plan/expression.ts'
import type { PlanNode } from '../plan/node.ts'
import type { Graph } from './graph/graph.ts'

/** The meaning of a let name, a parameter or an `as` name. */
export type Binding =
  | { readonly kind: 'scalar'; readonly expression: Expression }
  | { readonly kind: 'table'; readonly plan: () => PlanNode; readonly label: string }
  | { readonly kind: 'graph'; readonly graph: () => Graph }

/** Names by the binder's symbol, or by the argument expression that a parameter stands for. */
export interface Environment {
  get(key: unknown): Binding | undefined
  with(bindings: Iterable<readonly [unknown, Binding]>): Environment
}

/** The value of the current partition's key. */
export const partitionKey = Symbol('partition key')

export function environment(bindings: ReadonlyMap<unknown, Binding> = new Map()): Environment {
  return {
    get: key => (key ? bindings.get(key) : undefined),
    with: more => environment(new Map([...bindings, ...more])),
  }
}
