import { type Expr, elementsOf, is, type Nodes, spanOf } from '../../frontend/syntax.ts'
import { project, reference } from '../../plan/build.ts'
import { constantOf, type Expression } from '../../plan/expression.ts'
import { type PlanColumn, type PlanNode, visible } from '../../plan/node.ts'
import { hashColumns, profiledFiles } from '../../world/file-profile.ts'
import type { Environment } from '../environment.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { rowScope } from '../scope.ts'
import { literalRows } from '../sources/literal-rows.ts'
import { tableScan } from '../sources/table-scan.ts'
import { stepsAt } from '../steps.ts'

/**
 * `invoke FileProfile(SHA1, 1000)`: each row with what is known about the file of a hash, of which a test gives the rows. The
 * rows keep their own columns (semantics 25).
 */
export function lowerFileProfile(
  call: Nodes['FunctionCallExpression'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const steps = stepsAt(spanOf(call), lowering)
  const { name, value } = hashOf(call, input, environment, lowering)
  const own = visible(input)
  const shared = profiledFiles.columns.filter(column => own.some(one => one.name === column.name))
  if (!hashColumns.includes(name) && shared.length > 0) {
    return refuse(
      call,
      'file-profile-columns',
      name,
      shared.map(column => column.name),
    )
  }
  const hash = steps.column('hash', 'string')
  const keyed = steps.extend(input, [[hash, steps.call('tolower', [value], 'string')]])
  const files = knownFiles(call, lowering)
  const found = steps.join('leftouter', keyed, files.plan, [{ left: reference(hash), right: reference(files.hash) }])
  const [kept, added] = [found.columns.slice(0, own.length), found.columns.slice(own.length + 1, -1)]
  const news = added.filter(column => !own.some(one => one.name === column.name))
  return project(found, [], [...kept, ...news], spanOf(call))
}

/** The column that a call names, bare or in quotes. */
function hashOf(
  call: Nodes['FunctionCallExpression'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): { readonly name: string; readonly value: Expression } {
  const [first] = elementsOf<Expr>(call.ArgumentList?.Expressions)
  const scope = rowScope(input, environment)
  const written = first && !is(first, 'NameReference') ? constantOf(lowering.expression(first, scope)) : undefined
  const name = first ? (is(first, 'NameReference') ? first.SimpleName! : String(written)) : hashColumns[0]!
  const column = visible(input).find(one => one.name === name)
  if (column?.type !== 'string') return refuse(first ?? call, 'file-profile-hash', name)
  return { name, value: reference(column) }
}

/** The files that are known, once for each of their hashes, which comes last. */
function knownFiles(
  call: Nodes['FunctionCallExpression'],
  lowering: Lowering,
): { readonly plan: PlanNode; readonly hash: PlanColumn } {
  const steps = stepsAt(spanOf(call), lowering)
  const legs = hashColumns.map(name => {
    const columns = profiledFiles.columns.map((column): PlanColumn => ({ ...column, id: lowering.newId() }))
    const stored = lowering.stored.get(profiledFiles.name)
    const rows = stored ? tableScan(stored, columns, call, lowering) : literalRows(columns, [], call, lowering)
    const own = reference(columns.find(column => column.name === name)!)
    const hash = steps.column('hash', 'string')
    const hashed = steps.extend(rows, [[hash, steps.call('tolower', [own], 'string')]])
    return steps.where(hashed, steps.call('isnotempty', [reference(hash)], 'bool'))
  })
  const columns = visible(legs[0]!).map(column => ({ ...column, id: lowering.newId() }))
  const plan: PlanNode = {
    op: 'union',
    legs: legs.map(input => ({ input, source: '', ids: visible(input).map(({ id }) => id) })),
    columns,
    order: [],
    serialized: false,
    span: spanOf(call),
  }
  return { plan, hash: columns.at(-1)! }
}
