import type { ColumnType } from '@tripline/schemas'
import type { Connection } from '../../src/duckdb/connection.ts'
import { emitQuery } from '../../src/emit/query.ts'
import { edges } from '../../src/functions/edge.ts'
import { runningTime } from '../../src/limits/running-time.ts'
import { rewrite } from '../../src/passes/index.ts'
import { project } from '../../src/plan/build.ts'
import type { AggregateCall, Call, Expression, WindowCall } from '../../src/plan/expression.ts'
import type { PlanColumn, PlanNode } from '../../src/plan/node.ts'
import { expressionsOf, visitAll } from '../../src/plan/walk.ts'
import type { Cell } from '../../src/world/dataset.ts'
import { type CellName, cellName, type Domain } from './cells.ts'
import { parametersOf, signatures } from './parameters.ts'

type AnyCall = Call | AggregateCall | WindowCall

/** The cells of a name that a query exercises. */
export interface Observed {
  readonly name: string
  readonly kind: Domain['kind']
  readonly cells: ReadonlySet<CellName>
}

const isCall = (value: Expression): value is AnyCall =>
  value.op === 'call' || value.op === 'aggregate' || value.op === 'window'

function callsIn(roots: readonly Expression[]): readonly AnyCall[] {
  const found: AnyCall[] = []
  const walk = (expression: Expression): void => {
    if (isCall(expression)) found.push(expression)
    expressionsOf(expression).forEach(walk)
  }
  roots.forEach(walk)
  return found
}

const hasAggregate = (expression: Expression): boolean =>
  expression.op === 'aggregate' || expressionsOf(expression).some(hasAggregate)

/** The plan of the values that the arguments of a call take in a node; undefined where they depend on more than its input. */
function argumentPlan(node: PlanNode, { args }: AnyCall): PlanNode | undefined {
  if (args.some(hasAggregate) || args.some(({ type }) => type === 'struct')) return undefined
  const assignments = args.map((expression, index) => ({ id: `argument${index}`, expression }))
  const columns: PlanColumn[] = args.map(({ type }, index) => ({ id: `argument${index}`, name: `a${index}`, type }))
  if (node.op === 'row') return { ...node, assignments, columns, order: [] }
  if (!('input' in node)) return undefined
  return project({ ...node.input, order: [] }, assignments, columns, node.span)
}

/** Runs a plan apart from its query and reports which cells of every call in it the arguments exercise. */
export async function observeCells(plan: PlanNode, connection: Connection, now: bigint): Promise<readonly Observed[]> {
  const nodes: PlanNode[] = []
  visitAll([plan], { node: node => void nodes.push(node) })
  const found: Observed[] = []
  for (const node of nodes)
    for (const call of callsIn(expressionsOf(node))) {
      const values = argumentPlan(node, call)
      if (!values || call.args.length === 0) continue
      const columns = call.args.map(({ type }, index) => ({ name: `a${index}`, type: type as ColumnType }))
      const sql = emitQuery(rewrite(values), { guarded: true })
      const answer = await connection.query(sql, { now }, columns, runningTime(5000))
      if (answer.ok) found.push(observed(call, answer.rows))
    }
  return found
}

function observed(call: AnyCall, rows: readonly (readonly Cell[])[]): Observed {
  const kind = call.op === 'call' ? 'scalar' : call.op
  const fitting = signatures(call.name, kind).filter(({ least, most }) => fits(call.args.length, least, most))
  const cells = fitting.flatMap(signature => {
    const parameters = parametersOf(signature, call.args.length)
    return call.args.flatMap((argument, index) => {
      const parameter = parameters[index]
      const type = argument.type === 'int' ? 'long' : (argument.type as ColumnType)
      if (!parameter?.types.includes(type)) return []
      const found = rows.flatMap(row => edgesIn(argument.type as ColumnType, row[index] ?? null))
      return [
        `${parameter.name} ${argument.op === 'literal' ? 'constant' : 'column'}`,
        ...found.map(edge => cellName(parameter, type, edge)),
      ]
    })
  })
  return { name: call.name, kind, cells: new Set(cells) }
}

const fits = (count: number, least: number, most: number): boolean => count >= least && count <= most

/** The edges that a value is at. */
export function edgesIn(type: ColumnType, cell: Cell): readonly string[] {
  const found = Object.entries(edges[type]).flatMap(([name, { has }]) => (has(cell) ? [name] : []))
  return type === 'dynamic' && cell !== null ? [...found, ...elementEdgesIn(JSON.parse(String(cell)))] : found
}

function elementEdgesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  const elements = Object.values(value)
  const texts = elements.map(element => JSON.stringify(element))
  return [
    ...(elements.includes(null) ? ['null-element'] : []),
    ...(elements.some(element => typeof element === 'object' && element !== null) ? ['nested'] : []),
    ...(new Set(texts).size < texts.length ? ['duplicate'] : []),
  ]
}
