import { functionRow } from '../functions/registry.ts'
import type { SketchKind, SketchUse } from '../functions/row.ts'
import type { ColumnId, Expression } from '../plan/expression.ts'
import { type Assignment, type PlanNode, type Union, visible } from '../plan/node.ts'
import { type Contents, expressionsOf } from '../plan/walk.ts'
import type { TextSpan } from '../world/query-diagnostic.ts'
import { refuse } from './refusal.ts'

interface Sketch {
  readonly kind: SketchKind
  /** The type of its values. */
  readonly of: string
}

/**
 * Refuses a plan that does anything with a sketch but carry it to the functions that read it: the service's format is its own,
 * and what this engine has in its place must not be seen, compared or stored (semantics 10.17).
 */
export function refuseOpenedSketches(plan: PlanNode, { nodes, expressions }: Contents): void {
  if (!expressions.some(useOf)) return
  const { known, sketchOf } = sketchesIn(nodes)
  for (const node of nodes) {
    const kept = new Set(keptBy(node).map(({ expression }) => expression))
    if (expressionsOf(node).some(expression => !kept.has(expression) && sketchOf(expression))) opened(node.span)
    if (node.op === 'union') checkLegs(node, known)
  }
  for (const expression of expressions) checkOperands(expression, sketchOf, plan.span)
  if (visible(plan).some(({ id }) => known.has(id))) opened(plan.span)
}

const opened = (at: TextSpan): never => refuse(at, 'sketch-opened')

function useOf(expression: Expression): SketchUse | undefined {
  if (expression.op !== 'call' && expression.op !== 'aggregate') return undefined
  return functionRow(expression.name, expression.op === 'call' ? 'scalar' : 'aggregate')?.sketch
}

/** The assignments of a node that may carry a sketch. */
const keptBy = (node: PlanNode): readonly Assignment[] =>
  node.op === 'project' || node.op === 'row' ? node.assignments : node.op === 'summarize' ? node.aggregates : []

/** The columns of a node that are columns of its inputs under new ids. */
function renamedBy(node: PlanNode): readonly (readonly [ColumnId, ColumnId])[] {
  if (node.op === 'join') return [...node.sources].map(([id, source]) => [id, source.id])
  if (node.op === 'reference') return [...node.ids]
  if (node.op !== 'union') return []
  return node.columns.flatMap(({ id }, index) =>
    node.legs.flatMap(({ ids }) => (ids[index] === undefined ? [] : [[id, ids[index]] as const])),
  )
}

type SketchOf = (expression: Expression) => Sketch | undefined

/** The columns of a plan that carry sketches, and what an expression over them is. */
function sketchesIn(nodes: readonly PlanNode[]) {
  const known = new Map<ColumnId, Sketch>()
  const sketchOf: SketchOf = expression => {
    if (expression.op === 'column') return known.get(expression.id)
    const use = useOf(expression)
    if (!use?.makes || (expression.op !== 'call' && expression.op !== 'aggregate')) return undefined
    const [first] = expression.args
    const of = use.reads ? sketchOf(first!)?.of : first!.type
    return of === undefined ? undefined : { kind: use.makes, of }
  }
  for (let before = -1; before < known.size; ) {
    before = known.size
    for (const node of nodes) {
      const renamed = renamedBy(node).map(([id, source]) => [id, known.get(source)] as const)
      const computed = keptBy(node).map(({ id, expression }) => [id, sketchOf(expression)] as const)
      for (const [id, sketch] of [...renamed, ...computed]) if (sketch) known.set(id, sketch)
    }
  }
  return { known, sketchOf }
}

/** A column of sketches has them in every leg. */
function checkLegs({ columns, legs, span }: Union, known: ReadonlyMap<ColumnId, Sketch>): void {
  columns.forEach(({ id }, index) => {
    const sketch = known.get(id)
    const all = legs.map(({ ids }) => known.get(ids[index] ?? ''))
    if (sketch && !all.every(one => one?.kind === sketch.kind && one.of === sketch.of)) opened(span)
  })
}

function checkOperands(expression: Expression, sketchOf: SketchOf, span: TextSpan): void {
  const use = useOf(expression)
  if (use?.reads && (expression.op === 'call' || expression.op === 'aggregate')) {
    const { args } = expression
    const [read, others] = use.makes ? [args, []] : [args.slice(0, 1), args.slice(1)]
    const sketches = read.map(sketchOf)
    const of = use.ofType ? use.ofType(args) : sketches[0]?.of
    if (sketches.some(sketch => sketch?.kind !== use.reads || sketch?.of !== of) || others.some(sketchOf))
      refuse(expression.span, 'sketch-unknown', expression.name)
    return
  }
  const column = 'plan' in expression ? sketchOf({ op: 'column', id: expression.column, type: 'dynamic' }) : undefined
  if (column || expressionsOf(expression).some(sketchOf)) opened('span' in expression ? expression.span : span)
}
