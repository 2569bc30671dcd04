import type { ColumnType } from '@tripline/schemas'
import type { DataColumn, DataSchema } from '../../frontend/data-schema.ts'
import { type Expr, elementsOf, type Nodes, spanOf } from '../../frontend/syntax.ts'
import { unpackedColumns } from '../../functions/plugin/unpacked-columns.ts'
import { columnNamed, project, reference } from '../../plan/build.ts'
import { type Call, type ColumnReference, type Expression, literal } from '../../plan/expression.ts'
import { type PlanColumn, type PlanNode, visible } from '../../plan/node.ts'
import { parseJson } from '../../values/json.ts'
import { shownValue } from '../../values/refused-value.ts'
import type { TextSpan } from '../../world/query-diagnostic.ts'
import type { Environment } from '../environment.ts'
import { ofKind } from '../expressions/of-kind.ts'
import type { Lowering } from '../lowering.ts'
import { parsedColumn } from '../operators/parsed-columns.ts'
import { refuse } from '../refusal.ts'
import { rowScope } from '../scope.ts'
import { stepsAt } from '../steps.ts'
import { dataSchema } from './data-columns.ts'
import type { LowerPlugin } from './plugin.ts'
import { constantText, pluginArguments } from './plugin-arguments.ts'

/** How a key that has the name of an input column is treated. */
type Conflict = 'error' | 'replace_source' | 'keep_source'
const conflicts: readonly string[] = ['error', 'replace_source', 'keep_source'] satisfies Conflict[]

interface Unpack {
  readonly bag: ColumnReference
  readonly prefix: string
  readonly conflict: Conflict
  readonly ignored: ReadonlySet<string>
}

/** bag_unpack: a column for each key of all the bags, after the other columns of the input (semantics 18.1). */
export const lowerBagUnpack: LowerPlugin = (node, input, environment, lowering) => {
  const unpack = argumentsOf(node, input, environment, lowering)
  const columns = node.Schema
    ? declaredColumns(node, input, unpack)
    : dataSchema(
        node,
        distinctBags(node, input, unpack, lowering),
        rows =>
          decide(
            rows.map(([cell]) => cell as string | null),
            input,
            unpack,
            node,
          ),
        lowering,
        JSON.stringify([unpack.prefix, unpack.conflict, ...unpack.ignored]),
      ).columns
  return unpacked(node, input, columns, unpack, lowering)
}

function argumentsOf(
  node: Nodes['EvaluateOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): Unpack {
  const { named } = pluginArguments(node, ['column', 'column_prefix', 'columnsConflict', 'ignoredProperties'])
  const bag = lowering.expression(named.get('column')!, rowScope(input, environment))
  if (bag.op !== 'column' || bag.type !== 'dynamic') return refuse(node, 'bag-unpack-subject')
  const conflict = constantText(named.get('columnsConflict'), environment, lowering) ?? 'error'
  if (!conflicts.includes(conflict)) return refuse(node, 'bag-unpack-conflict', conflicts.join(', '))
  return {
    bag,
    prefix: constantText(named.get('column_prefix'), environment, lowering) ?? '',
    conflict: conflict as Conflict,
    ignored: new Set(keysIn(named.get('ignoredProperties'), environment, lowering)),
  }
}

function keysIn(argument: Expr | undefined, environment: Environment, lowering: Lowering): readonly string[] {
  if (!argument) return []
  const keys = parseJson(constantText(argument, environment, lowering) ?? '')
  const isList = Array.isArray(keys) && keys.every(key => typeof key === 'string')
  return isList ? (keys as readonly string[]) : refuse(argument, 'bag-unpack-ignored')
}

function distinctBags(node: Expr, input: PlanNode, { bag }: Unpack, lowering: Lowering): PlanNode {
  const steps = stepsAt(spanOf(node), lowering)
  return steps.group(input, [[steps.column('bag', 'dynamic'), bag]])
}

/** The output of the plugin for these bags. */
function decide(bags: readonly (string | null)[], input: PlanNode, unpack: Unpack, node: Expr): DataSchema {
  const other = bags.find(cell => cell !== null && !cell.startsWith('{'))
  if (typeof other === 'string') refuse(node, 'bag-unpack-value', shownValue(other))
  const made = unpackedColumns(bags, unpack.ignored).map(
    ({ name, type }): DataColumn => ({ name: unpack.prefix + name, type, from: 'data', source: name }),
  )
  if (made.some(({ name }) => name === '')) refuse(node, 'bag-unpack-empty-key')
  const byName = new Map(made.map(column => [column.name, column]))
  const own = visible(input).flatMap(({ id, name, type }): DataColumn[] => {
    const rival = byName.get(name)
    const own: DataColumn = { name, type, from: 'input', source: name }
    if (id === unpack.bag.id) return rival ? [rival] : []
    if (!rival) return [own]
    if (unpack.conflict === 'error') return refuse(node, 'bag-unpack-taken', name)
    return [unpack.conflict === 'replace_source' ? rival : own]
  })
  const taken = new Set(own.map(column => column.name))
  return { columns: [...own, ...made.filter(column => !taken.has(column.name))], open: bags.length === 0 }
}

/** `: (*, name:type, …)`: `*` stands for the input's columns; a listed name that the input has refers to the input's column. */
function declaredColumns(node: Nodes['EvaluateOperator'], input: PlanNode, unpack: Unpack): DataColumn[] {
  const { AsteriskToken, Columns } = node.Schema!.Schema!
  const others = visible(input).filter(column => column.id !== unpack.bag.id)
  const all = AsteriskToken
    ? others.map(({ name, type }): DataColumn => ({ name, type, from: 'input', source: name }))
    : []
  const listed = elementsOf<Nodes['NameAndTypeDeclaration']>(Columns).map((declaration): DataColumn => {
    const { name, type } = parsedColumn(declaration)
    const own = others.find(column => column.name === name)
    if (own && own.type !== type) return refuse(declaration, 'declared-column-type', name, type, own.type)
    if (own) return { name, type, from: 'input', source: name }
    if (!name.startsWith(unpack.prefix)) return refuse(declaration, 'bag-unpack-prefix', name)
    return { name, type, from: 'data', source: name.slice(unpack.prefix.length) }
  })
  const first = new Set(all.map(column => column.name))
  return [...all, ...listed.filter(column => !first.has(column.name))]
}

function unpacked(
  node: Nodes['EvaluateOperator'],
  input: PlanNode,
  columns: readonly DataColumn[],
  { bag }: Unpack,
  lowering: Lowering,
): PlanNode {
  const span = spanOf(node)
  const outputs = columns.map(({ name, type, from, source }) => {
    const own = from === 'input' ? columnNamed(input, source) : undefined
    if (own) return { column: own, expression: reference(own) }
    const value: Call = {
      op: 'call',
      name: 'dynamic_key',
      args: [bag, literal('string', source)],
      type: 'dynamic',
      span,
    }
    const column: PlanColumn = { id: lowering.newId(), name, type }
    return {
      column,
      expression: cast(node.Schema ? ofKind(value, type, `bag_unpack to ${type} of`, node) : value, type, span),
    }
  })
  const assignments = outputs.flatMap(({ column, expression }) =>
    expression.op === 'column' ? [] : [{ id: column.id, expression }],
  )
  return project(
    input,
    assignments,
    outputs.map(output => output.column),
    span,
  )
}

const cast = (value: Expression, type: ColumnType, span: TextSpan): Expression =>
  type === 'dynamic' ? value : { op: 'call', name: `to${type}`, args: [value], type, span }
