import { nearest } from '@tripline/diagnostics'
import type { BoundQuery } from '../frontend/bind.ts'
import { builtInFunctions } from '../frontend/globals.ts'
import { columnsOf, descendants, is, type Nodes, type SyntaxNode, spanOf } from '../frontend/syntax.ts'
import type { QueryDiagnostic } from '../world/query-diagnostic.ts'
import type { QueryWorld } from '../world/query-world.ts'

type Candidates = (at: SyntaxNode | undefined, bound: BoundQuery, world: QueryWorld) => Iterable<string>

/** Candidates for an unknown name, by the binder's code. */
const candidates: Readonly<Record<string, Candidates>> = {
  KS142: at => (at ? columnsAt(at) : []),
  KS204: (_, bound, { catalogue }) => [...letsOf(bound), ...catalogue.names],
  KS211: (_, bound, { functions = [] }) => [
    ...letsOf(bound),
    ...functions.map(({ name }) => name),
    '_GetWatchlist',
    ...builtInFunctions(),
  ],
}

/** The name that an unknown name most likely misspells. */
export function nearestName(found: QueryDiagnostic, bound: BoundQuery, world: QueryWorld): string | undefined {
  const among = candidates[found.code]
  if (!among) return undefined
  const name = bound.kql.slice(found.start, found.end)
  const near = nearest(name, among(nodeAt(bound, found), bound, world))
  return near === name ? undefined : near
}

const nodeAt = ({ root }: BoundQuery, { start, end }: QueryDiagnostic): SyntaxNode | undefined =>
  [...descendants(root)].find((node): node is Nodes['NameReference'] => {
    const span = spanOf(node)
    return is(node, 'NameReference') && span.start === start && span.end === end
  })

const letsOf = ({ statements }: BoundQuery): readonly string[] =>
  statements.flatMap(statement => (is(statement, 'LetStatement') ? [statement.Name!.SimpleName!] : []))

/** The columns that an expression can refer to: those before its operator, or of the side that it names. */
export function columnsAt(start: SyntaxNode): readonly string[] {
  for (let node = start; node.Parent; node = node.Parent) {
    const parent = node.Parent
    if (is(parent, 'PathExpression') && node === parent.Selector) return namesOf(parent.Expression!.ResultType)
    if (is(parent, 'PipeExpression') && node === parent.Operator) {
      const right = is(node, 'JoinOperator') || is(node, 'LookupOperator') ? node.Expression!.ResultType : undefined
      return [...namesOf(parent.Expression!.ResultType), ...namesOf(right)]
    }
  }
  return []
}

const namesOf = (type: Parameters<typeof columnsOf>[0]): readonly string[] => columnsOf(type).map(({ name }) => name)
