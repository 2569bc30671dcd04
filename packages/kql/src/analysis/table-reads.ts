import type { Named } from '../frontend/definition.ts'
import { type ExpandedCall, expansionOf } from '../frontend/expansion.ts'
import {
  type Expr,
  elementsOf,
  is,
  isTable,
  type NodeName,
  type Nodes,
  nodeName,
  parametersOf,
  type SyntaxElement,
  type SyntaxNode,
  spanOf,
  textOf,
} from '../frontend/syntax.ts'
import { tablesOfGroup } from '../frontend/wildcard.ts'
import type { TextSpan } from '../world/query-diagnostic.ts'
import type { QueryWorld } from '../world/query-world.ts'
import { type CallScope, definitionOf, scopeOfCall } from './call-scope.ts'
import type { JoinFact, TableRead, TimeBound } from './query-analysis.ts'
import { readersIn } from './readers-in.ts'
import { keepsTime, replacesTime, timeBounds } from './time-bounds.ts'

/** Far more reads than any rule has; lets that each use the one before twice would have exponentially many. */
const readLimit = 1000

/**
 * The state of a walk: the filters that rows must still pass, whether they are grouped later, and the call whose body is being
 * walked.
 */
interface Context {
  readonly bounds: readonly TimeBound[]
  readonly grouped: boolean
  readonly call?: TextSpan
  readonly scope: CallScope
}

type Reads = readonly TableRead[]
type Walk<Node> = (node: Node, context: Context) => Reads

/** The tables that an expression reads, each with the time filters its rows pass, and the joins it contains. */
export function tableReads(result: Expr, { catalogue }: QueryWorld): { reads: Reads; joins: readonly JoinFact[] } {
  const joins = new Map<number, JoinFact>()
  const scalars = new Set<SyntaxNode>()
  let count = 0

  const heads: { readonly [Name in NodeName]?: Walk<Nodes[Name]> } = {
    PipeExpression: pipe,
    NameReference: name,
    FunctionCallExpression: call,
    PathExpression: (node, context) => table(node.Selector!, context),
    ParenthesizedExpression: (node, context) => table(node.Expression!, context),
    MaterializeExpression: (node, context) => table(node.Expression!, context),
    ToTableExpression: (node, context) => table(node.Expression!, context),
    UnionOperator: members,
    FindOperator: searched,
    SearchOperator: searched,
  }

  const isTabular = (node: SyntaxElement): node is Expr =>
    isTable((node as Partial<Expr>).ResultType) && nodeName(node) in heads

  /** A tabular expression whose rows later pass `context.bounds`. */
  function table(node: Expr, context: Context): Reads {
    if (count >= readLimit) return []
    const walk = heads[nodeName(node) as NodeName] as Walk<Expr> | undefined
    return walk ? walk(node, context) : parts(node, context)
  }

  const rangeFor = (node: SyntaxElement, { call }: Context): TextSpan => call ?? spanOf(node)

  function read(table: string, node: SyntaxElement, context: Context): Reads {
    count += 1
    return [{ table, ...rangeFor(node, context), bounds: context.bounds, grouped: context.grouped }]
  }

  /** Walks from the last operator to the first, so the filters that follow each one are known. */
  function pipe(node: Nodes['PipeExpression'], context: Context): Reads {
    const reads: TableRead[] = []
    let left: Expr = node
    let { bounds, grouped } = context
    while (is(left, 'PipeExpression')) {
      const operator = left.Operator!
      if (is(operator, 'JoinOperator'))
        return [...join(left, operator, { ...context, bounds, grouped: false }), ...reads]
      if (is(operator, 'UnionOperator')) reads.push(...members(operator, { ...context, bounds, grouped }))
      else reads.push(...parts(operator, context))
      bounds = [...beyond(operator, bounds), ...boundsOf(operator, context)]
      grouped ||= grouping.has(nodeName(operator))
      left = left.Expression!
    }
    return [...table(left, { ...context, bounds, grouped }), ...reads]
  }

  const boundsOf = (operator: Expr, { call, scope }: Context): readonly TimeBound[] =>
    is(operator, 'FilterOperator') ? timeBounds(operator.Condition!, scope).map(bound => ({ ...bound, ...call })) : []

  function join(node: Nodes['PipeExpression'], operator: Nodes['JoinOperator'], context: Context): Reads {
    const left = table(node.Expression!, context)
    const right = table(operator.Expression!, { ...context, bounds: [], grouped: false })
    const kind = parametersOf(operator).get('kind')
    const range = rangeFor(operator.JoinKeyword!, context)
    joins.set(range.start, { ...range, ...(kind && { kind: textOf(kind) }), left, right })
    return [...left, ...right]
  }

  function members(node: Nodes['UnionOperator'], context: Context): Reads {
    return elementsOf(node.Expressions).flatMap(member => {
      const group = tablesOfGroup(member)
      return group ? group.flatMap(name => read(name, member, context)) : table(member, context)
    })
  }

  function searched(node: Nodes['FindOperator'] | Nodes['SearchOperator'], context: Context): Reads {
    const bounds = [...context.bounds, ...timeBounds(node.Condition!, context.scope)]
    return elementsOf(node.InClause?.Expressions).flatMap(source => table(source, { ...context, bounds }))
  }

  function name(node: Nodes['NameReference'], context: Context): Reads {
    const symbol = node.ReferencedSymbol
    if (isTable(symbol) && catalogue.get(symbol.Name!)) return read(symbol.Name!, node, context)
    const expansion = expansionOf(node)
    if (expansion) return called(node, expansion, context)
    const defined = definitionOf(node, context.scope)
    return defined ? table(defined.expression as Expr, { ...context, scope: defined.scope }) : []
  }

  function call(node: Nodes['FunctionCallExpression'], context: Context): Reads {
    const expansion = expansionOf(node)
    if (expansion) return called(node, expansion, context)
    const type = node.ResultType
    const isCatalogued = node.Name!.SimpleName === 'table' && isTable(type) && catalogue.get(type.Name!)
    return isCatalogued ? read(type.Name!, node, context) : parts(node, context)
  }

  const called = (node: Named, expansion: ExpandedCall, context: Context): Reads =>
    table(expansion.body, {
      ...context,
      call: rangeFor(node, context),
      scope: scopeOfCall(node, expansion, context.scope),
    })

  /** The tabular expressions inside a node that does not pass their rows on. */
  function parts(node: SyntaxElement, { call, scope }: Context): Reads {
    const within: Context = { bounds: [], grouped: false, scope, ...(call && { call }) }
    return readersIn(node, isTabular).flatMap(reader => part(reader, within))
  }

  function part(node: SyntaxElement, context: Context): Reads {
    if (isTabular(node)) return table(node, context)
    if (!is(node, 'NameReference')) return parts(node, context)
    const defined = definitionOf(node, context.scope)
    if (!defined || scalars.has(defined.expression)) return []
    scalars.add(defined.expression)
    return part(defined.expression, { ...context, scope: defined.scope })
  }

  const reads = table(result, { bounds: [], grouped: false, scope: new Map() })
  return { reads: [...new Map(reads.map(one => [keyOf(one), one])).values()], joins: [...joins.values()] }
}

const keyOf = ({ table, start, bounds }: TableRead): string =>
  [table, start, ...bounds.map(({ column, age }) => `${column} ${age}`)].join()

/** The later filters, as they apply to the rows before an operator: none if the operator redefines TimeGenerated. */
function beyond(operator: Expr, bounds: readonly TimeBound[]): readonly TimeBound[] {
  if (is(operator, 'SummarizeOperator')) return elementsOf(operator.ByClause?.Expressions).some(keepsTime) ? bounds : []
  if (is(operator, 'DistinctOperator')) return elementsOf(operator.Expressions).some(keepsTime) ? bounds : []
  if (is(operator, 'ExtendOperator') || is(operator, 'ProjectOperator') || is(operator, 'ProjectRenameOperator'))
    return elementsOf(operator.Expressions).some(replacesTime) ? [] : bounds
  return opaque.has(nodeName(operator)) ? [] : bounds
}

/** Operators that return fewer rows than they read: groups, or the first few. */
const grouping: ReadonlySet<string> = new Set([
  'SummarizeOperator',
  'DistinctOperator',
  'MakeSeriesOperator',
  'CountOperator',
  'TopOperator',
  'TopNestedOperator',
  'TopHittersOperator',
  'TakeOperator',
])

/** Operators after which a row no longer corresponds to one row of a table. */
const opaque: ReadonlySet<string> = new Set([
  'MakeSeriesOperator',
  'ScanOperator',
  'TopNestedOperator',
  'TopHittersOperator',
  'EvaluateOperator',
  'InvokeOperator',
  'PartitionOperator',
  'CountOperator',
])
