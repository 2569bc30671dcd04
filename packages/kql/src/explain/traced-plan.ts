import { project, reference } from '../plan/build.ts'
import { type Expression, literal } from '../plan/expression.ts'
import type { Join, PlanColumn, PlanNode, Reference, Shared, TableScan, Union, UnionLeg } from '../plan/node.ts'
import { inputsOf } from './plan-inputs.ts'

/** A plan whose rows say in a hidden column which rows of its scans they were made from. */
export interface TracedPlan {
  readonly plan: PlanNode
  /** A number, or nested arrays of numbers; a row without any is made from no row of a table. */
  readonly trace: PlanColumn
  /** By the numbers of their rows, each from its own multiple of `rowsPerScan`. */
  readonly scans: readonly TableScan[]
}

/** No table has more rows, and whole numbers of JSON are exact for thousands of scans. */
export const rowsPerScan = 2 ** 40

/** An operator whose rows cannot be traced to those that they were made from. */
export interface Untraced {
  readonly untraced: PlanNode
}

interface Traced {
  readonly plan: PlanNode
  readonly trace: PlanColumn
}

/** A group is made from all of its rows, and a pair of a join from both. Rows that only conditions look up do not count. */
export function tracedPlan(plan: PlanNode): TracedPlan | Untraced {
  const untraced = untracedIn(plan)
  if (untraced) return { untraced }
  const scans: TableScan[] = []
  const shared = new Map<Shared, { readonly shared: Shared; readonly trace: PlanColumn }>()
  let columns = 0
  const newColumn = (type: PlanColumn['type']): PlanColumn => {
    const id = `trace ${columns++}`
    return { id, name: id, type, hidden: true }
  }
  const computed = (input: PlanNode, expression: Expression, type: PlanColumn['type']): Traced => {
    const trace = newColumn(type)
    return { plan: project(input, [{ id: trace.id, expression }], [...input.columns, trace], input.span), trace }
  }
  const packed = (input: PlanNode, traces: readonly PlanColumn[]): Traced => {
    const args = traces.map(reference)
    return computed(input, { op: 'call', name: 'pack_array', args, type: 'dynamic', span: input.span }, 'dynamic')
  }

  function scan(node: TableScan): Traced {
    const position: PlanColumn = { id: node.position, name: node.position, type: 'long', hidden: true }
    const columns = node.columns.some(({ id }) => id === position.id) ? node.columns : [...node.columns, position]
    const first = literal('long', BigInt(scans.length * rowsPerScan))
    scans.push(node)
    const number: Expression = {
      op: 'call',
      name: '+',
      args: [reference(position), first],
      type: 'long',
      span: node.span,
    }
    return computed({ ...node, columns }, number, 'long')
  }

  function join(node: Join): Traced {
    const left = node.kind.startsWith('right') && node.kind !== 'rightouter' ? undefined : visit(node.left)
    const right = node.kind.startsWith('left') && node.kind !== 'leftouter' ? undefined : visit(node.right)
    const sides = [
      ...(left ? [['left', left.trace, newColumn(left.trace.type)] as const] : []),
      ...(right ? [['right', right.trace, newColumn(right.trace.type)] as const] : []),
    ]
    const own = sides.map(([side, { id }, column]) => [column.id, { side, id }] as const)
    const joined: Join = {
      ...node,
      left: left?.plan ?? node.left,
      right: right?.plan ?? node.right,
      columns: [...node.columns, ...sides.map(([, , column]) => column)],
      sources: new Map([...node.sources, ...own]),
    }
    const traces = sides.map(([, , column]) => column)
    return traces.length === 1 ? { plan: joined, trace: traces[0]! } : packed(joined, traces)
  }

  function union(node: Union): Traced {
    const trace = newColumn('dynamic')
    const legs = node.legs.map((leg): UnionLeg => {
      const { plan: input, trace: own } = visit(leg.input)
      const one = packed(input, [own])
      return { ...leg, input: one.plan, ids: [...leg.ids, one.trace.id] }
    })
    return { plan: { ...node, legs, columns: [...node.columns, trace] }, trace }
  }

  function reader(node: Reference): Traced {
    const known = shared.get(node.shared) ?? sharedWithTrace(node.shared)
    shared.set(node.shared, known)
    const trace = newColumn(known.trace.type)
    const ids = new Map([...node.ids, [trace.id, known.trace.id] as const])
    return { plan: { ...node, shared: known.shared, ids, columns: [...node.columns, trace] }, trace }
  }

  function sharedWithTrace(own: Shared) {
    const { plan, trace } = visit(own.plan)
    return { shared: { ...own, plan }, trace }
  }

  function visit(node: PlanNode): Traced {
    switch (node.op) {
      case 'table-scan':
        return scan(node)
      case 'values':
      case 'row':
      case 'range':
        return computed(node, literal('dynamic', null), 'dynamic')
      case 'filter':
      case 'take':
      case 'project':
      case 'expand':
      case 'apply':
      case 'session-window': {
        const { plan: input, trace } = visit(node.input)
        return { plan: { ...node, input, columns: [...node.columns, trace] }, trace }
      }
      case 'summarize': {
        const { plan: input, trace: each } = visit(node.input)
        const trace = newColumn('dynamic')
        const args = [reference(each)]
        const { span } = node
        const list: Expression = { op: 'aggregate', name: 'make_list', args, type: 'dynamic', order: [], span }
        const aggregates = [...node.aggregates, { id: trace.id, expression: list }]
        return { plan: { ...node, input, aggregates, columns: [...node.columns, trace] }, trace }
      }
      case 'join':
        return join(node)
      case 'union':
        return union(node)
      case 'reference':
        return reader(node)
      default:
        throw new Error(`the rows of ${node.op} are not traced`)
    }
  }

  return { ...visit(plan), scans }
}

/** Those that make rows of several others in ways of their own. */
const untraceable: ReadonlySet<PlanNode['op']> = new Set(['series', 'scan'])

function untracedIn(node: PlanNode): PlanNode | undefined {
  if (untraceable.has(node.op)) return node
  for (const input of inputsOf(node)) {
    const found = untracedIn(input)
    if (found) return found
  }
  return undefined
}
