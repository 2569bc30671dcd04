import { conjunction, conjuncts } from '../plan/conjuncts.ts'
import type { Call, Expression } from '../plan/expression.ts'
import type { Comparison, PlanNode, ScanBound, Shared, TableScan } from '../plan/node.ts'
import { mapChildren } from '../plan/walk.ts'

/** Moves what filters say about times into the scan below them, where the database may skip rows without reading them. */
export const scanBounds = (plan: PlanNode): PlanNode => rewrite(plan, new Map())

function rewrite(node: PlanNode, shared: Map<Shared, Shared>): PlanNode {
  const scan = scanBelow(node)
  return scan ? moved(node, scan, []) : mapChildren(node, input => rewrite(input, shared), shared)
}

/** The scan, if nothing else but filters is above it. */
function scanBelow(node: PlanNode): TableScan | undefined {
  if (node.op === 'filter' || node.op === 'run-bounds') return scanBelow(node.input)
  return node.op === 'table-scan' ? node : undefined
}

/** `bounds`: those of the filters above. */
function moved(node: PlanNode, scan: TableScan, bounds: readonly ScanBound[]): PlanNode {
  if (node.op === 'run-bounds') return { ...node, input: moved(node.input, scan, bounds) }
  if (node.op !== 'filter') return bounds.length > 0 ? { ...scan, bounds } : scan
  const own: ScanBound[] = []
  const others: Expression[] = []
  for (const condition of conjuncts(node.predicate)) {
    const found = boundsOf(condition, scan)
    if (found) own.push(...found)
    else others.push(condition)
  }
  const input = moved(node.input, scan, [...bounds, ...own])
  const predicate = conjunction(others, node.span)
  const { columns, order, serialized } = node
  return predicate ? { ...node, input, predicate } : { ...input, columns, order, serialized }
}

/** The bounds that a condition amounts to, if it compares a time that the scan reads with a constant. */
function boundsOf(condition: Expression, scan: TableScan): readonly ScanBound[] | undefined {
  if (condition.op !== 'call') return undefined
  const { name, args } = condition
  const [left, right, last] = args
  if (name === 'between') {
    const [from, to] = [bounds(left, right, ['>='], scan), bounds(left, last, ['<='], scan)]
    return from && to && [...from, ...to]
  }
  const own = comparisons[name]
  return own && (bounds(left, right, own.left, scan) ?? bounds(right, left, own.right, scan))
}

type Comparisons = readonly Comparison[]

/** How the operands of a comparison compare with each other. */
const comparisons: Readonly<Record<string, { readonly left: Comparisons; readonly right: Comparisons }>> = {
  '>': { left: ['>'], right: ['<'] },
  '>=': { left: ['>='], right: ['<='] },
  '<': { left: ['<'], right: ['>'] },
  '<=': { left: ['<='], right: ['>='] },
  '==': { left: ['>=', '<='], right: ['>=', '<='] },
}

function bounds(
  time: Expression | undefined,
  at: Expression | undefined,
  own: Comparisons,
  { stored, instead }: TableScan,
): readonly ScanBound[] | undefined {
  // Nothing but a datetime compares with one.
  if (time?.op !== 'column' || at?.type !== 'datetime' || !isConstant(at)) return undefined
  // A time that stands in for another is not the time of every row.
  if ((stored.get(time.id) ?? -1) < 0 || instead?.has(time.id)) return undefined
  return own.map(comparison => ({ column: time.id, comparison, at }))
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
