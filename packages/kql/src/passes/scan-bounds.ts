import type { Call, Expression } from '../plan/expression.ts'
import type { PlanNode, ScanBound, Shared, TableScan } from '../plan/node.ts'
import { mapChildren } from '../plan/walk.ts'

/** Tells the scan of a table which times the filters above it let through, so that the database can skip the other rows. */
export const scanBounds = (plan: PlanNode): PlanNode => rewrite(plan, new Map())

function rewrite(node: PlanNode, shared: Map<Shared, Shared>): PlanNode {
  if (node.op === 'filter') return { ...node, input: bounded(node.input, boundsIn(node.predicate), shared) }
  return mapChildren(node, input => rewrite(input, shared), shared)
}

function bounded(node: PlanNode, bounds: readonly ScanBound[], shared: Map<Shared, Shared>): PlanNode {
  if (node.op === 'filter') {
    return { ...node, input: bounded(node.input, [...bounds, ...boundsIn(node.predicate)], shared) }
  }
  if (node.op === 'run-bounds') return { ...node, input: bounded(node.input, bounds, shared) }
  return node.op === 'table-scan' ? withBounds(node, bounds) : rewrite(node, shared)
}

function withBounds(scan: TableScan, bounds: readonly ScanBound[]): TableScan {
  const own = bounds.filter(({ column }) => scan.stored.has(column))
  return own.length > 0 ? { ...scan, bounds: own } : scan
}

/** What a condition, if it is true, says about the times in columns. */
function boundsIn(predicate: Expression): readonly ScanBound[] {
  if (predicate.op !== 'call') return []
  const { name, args } = predicate
  if (name === 'and') return args.flatMap(boundsIn)
  if (name === 'between') return [...bound(args[0], args[1], ['from']), ...bound(args[0], args[2], ['to'])]
  const [left, right] = args
  const sides = comparisons[name]
  return sides ? [...bound(left, right, sides.left), ...bound(right, left, sides.right)] : []
}

type Sides = readonly ScanBound['side'][]

/** Which ends a comparison gives to its operands. */
const comparisons: Readonly<Record<string, { readonly left: Sides; readonly right: Sides }>> = {
  '>': { left: ['from'], right: ['to'] },
  '>=': { left: ['from'], right: ['to'] },
  '<': { left: ['to'], right: ['from'] },
  '<=': { left: ['to'], right: ['from'] },
  '==': { left: ['from', 'to'], right: ['from', 'to'] },
}

function bound(time: Expression | undefined, at: Expression | undefined, sides: Sides): readonly ScanBound[] {
  // Nothing but a datetime compares with one.
  if (time?.op !== 'column' || at?.type !== 'datetime' || !isConstant(at)) return []
  return sides.map(side => ({ column: time.id, side, at }))
}

/** Functions of times that give the same answer whenever they are asked, at no cost. */
const constant: ReadonlySet<string> = new Set([
  '+',
  '-',
  '*',
  'bin',
  ...['day', 'week', 'month', 'year'].flatMap(unit => [`startof${unit}`, `endof${unit}`]),
])

const isConstant = (expression: Expression): boolean =>
  expression.op === 'literal' || expression.op === 'now' || (expression.op === 'call' && isConstantCall(expression))

const isConstantCall = ({ name, args }: Call): boolean => constant.has(name) && args.every(isConstant)
