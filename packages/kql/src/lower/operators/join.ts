import { lookUp } from '@tripline/diagnostics'
import {
  boundNames,
  type Expr,
  elementsOf,
  is,
  type Nodes,
  parametersOf,
  spanOf,
  textOf,
} from '../../frontend/syntax.ts'
import { columnNamed, reference } from '../../plan/build.ts'
import { type ColumnId, type Expression, missing } from '../../plan/expression.ts'
import type { Join, JoinKind, PlanColumn, PlanNode } from '../../plan/node.ts'
import type { Environment } from '../environment.ts'
import { absentColumn } from '../expressions/absent-column.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { rowScope } from '../scope.ts'

const kinds: Readonly<Record<string, JoinKind>> = {
  inner: 'inner',
  innerunique: 'innerunique',
  leftouter: 'leftouter',
  rightouter: 'rightouter',
  fullouter: 'fullouter',
  leftsemi: 'leftsemi',
  rightsemi: 'rightsemi',
  leftanti: 'leftanti',
  leftantisemi: 'leftanti',
  anti: 'leftanti',
  rightanti: 'rightanti',
  rightantisemi: 'rightanti',
}

const leftOnly: ReadonlySet<JoinKind> = new Set(['leftsemi', 'leftanti'])
const rightOnly: ReadonlySet<JoinKind> = new Set(['rightsemi', 'rightanti'])

/** join: all left columns, then all right ones, both with their keys; semi and anti joins return one side (semantics 11). */
export function lowerJoin(
  node: Nodes['JoinOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const kind = kindOf(node, 'innerunique')
  const right = lowering.table(node.Expression!, environment)
  const on = conditions(node, input, right, environment, lowering)
  return joined(
    node,
    kind,
    input,
    right,
    on,
    rightOnly.has(kind) ? [] : input.columns,
    leftOnly.has(kind) ? [] : right.columns,
    lowering,
  )
}

/** lookup: the right keys are dropped (semantics 11.8). */
export function lowerLookup(
  node: Nodes['LookupOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const right = lowering.table(node.Expression!, environment)
  const on = conditions(node, input, right, environment, lowering)
  const keys = new Set(on.map(key => (key.right.op === 'column' ? key.right.id : undefined)))
  const shown = right.columns.filter(column => !keys.has(column.id))
  return joined(node, kindOf(node, 'leftouter'), input, right, on, input.columns, shown, lowering)
}

function kindOf(node: Nodes['JoinOperator'] | Nodes['LookupOperator'], otherwise: JoinKind): JoinKind {
  const written = parametersOf(node).get('kind')
  if (!written) return otherwise
  return lookUp(kinds, textOf(written)) ?? refuse(written, 'join-kind', textOf(written))
}

function joined(
  node: Expr,
  kind: JoinKind,
  left: PlanNode,
  right: PlanNode,
  on: Join['on'],
  leftColumns: readonly PlanColumn[],
  rightColumns: readonly PlanColumn[],
  lowering: Lowering,
): Join {
  const shown = (columns: readonly PlanColumn[], side: Output['side']): Output[] =>
    columns.filter(column => !column.hidden).map(column => ({ column, side }))
  const outputs = [...shown(leftColumns, 'left'), ...shown(rightColumns, 'right')]
  const names = namesOf(node, outputs)
  const columns = outputs.map(
    ({ column }, index): PlanColumn => ({ ...column, id: lowering.newId(), name: names[index]! }),
  )
  const sources = new Map<ColumnId, { side: 'left' | 'right'; id: ColumnId }>(
    columns.map((column, index) => [column.id, { side: outputs[index]!.side, id: outputs[index]!.column.id }]),
  )
  return { op: 'join', kind, left, right, on, sources, columns, order: [], serialized: false, span: spanOf(node) }
}

interface Output {
  readonly column: PlanColumn
  readonly side: 'left' | 'right'
}

/**
 * The binder's names. Where a table is open, it adds the columns that the query names; the names then follow its rule, if that
 * leaves no choice.
 */
function namesOf(node: Expr, outputs: readonly Output[]): readonly string[] {
  const bound = boundNames(node.ResultType)
  if (bound.length === outputs.length) return bound
  const own = new Set(outputs.map(({ column }) => column.name))
  const taken = new Set<string>()
  return outputs.map(({ column }) => {
    let name = column.name
    for (let number = 1; taken.has(name); number++) name = `${column.name}${number}`
    if (name !== column.name && own.has(name)) refuse(node, 'columns-unmatched', 'join')
    taken.add(name)
    return name
  })
}

/** `on A, $left.b == $right.c and …`: only equality (semantics 11.4). */
function conditions(
  node: Nodes['JoinOperator'] | Nodes['LookupOperator'],
  left: PlanNode,
  right: PlanNode,
  environment: Environment,
  lowering: Lowering,
): Join['on'] {
  const clause = 'ConditionClause' in node ? node.ConditionClause : node.LookupClause
  const elements = elementsOf<Expr>((clause as unknown as { Expressions?: unknown } | null)?.Expressions)
  const scope = { ...rowScope(left, environment), right }
  const on = elements
    .flatMap(element => equalities(element))
    .map((element): Key => {
      if (is(element, 'NameReference')) {
        const [a, b] = [left, right].map(side => {
          const column = columnNamed(side, element.SimpleName!)
          return column ? reference(column) : absentColumn(element, element.SimpleName!, lowering)
        })
        return a && b ? { left: a, right: b } : refuse(element, 'join-key-one-side')
      }
      if (!is(element, 'BinaryExpression') || element.Operator!.Text!.trim() !== '==') {
        return refuse(element, 'join-condition')
      }
      const [a, b] = [element.Left!, element.Right!]
      return isSide(b, '$left') || isSide(a, '$right')
        ? { left: lowering.expression(b, scope), right: lowering.expression(a, scope) }
        : { left: lowering.expression(a, scope), right: lowering.expression(b, scope) }
    })
    .map(({ left, right }): Key => ({ left: typedLike(right, left), right: typedLike(left, right) }))
  if (on.some(({ left, right }) => left.type === 'dynamic' || right.type === 'dynamic'))
    refuse(node, 'join-key-dynamic')
  return on
}

type Key = Join['on'][number]

/** A column that no row made has the type of the one that it is compared with. */
function typedLike(other: Expression, key: Expression): Expression {
  if (key.op !== 'literal' || key.type !== 'dynamic') return key
  return missing(other.type === 'dynamic' || other.type === 'struct' ? 'string' : other.type)
}

function equalities(element: Expr): Expr[] {
  if (is(element, 'ParenthesizedExpression')) return equalities(element.Expression!)
  if (is(element, 'BinaryExpression') && element.Operator!.Text!.trim() === 'and') {
    return [...equalities(element.Left!), ...equalities(element.Right!)]
  }
  return [element]
}

const isSide = (element: Expr, side: string): boolean =>
  is(element, 'PathExpression') && is(element.Expression, 'NameReference') && element.Expression.SimpleName === side
