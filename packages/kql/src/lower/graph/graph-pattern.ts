import { elementsOf, is, type Nodes, nodesOf, textOf } from '../../frontend/syntax.ts'
import { refuse } from '../refusal.ts'

/** An edge of a pattern between two node variables, in the order in which they are written. */
export interface PatternEdge {
  readonly name: string | undefined
  readonly left: string
  readonly right: string
  readonly direction: 'right' | 'left' | 'any'
  /** The numbers of edges that it stands for; absent: one, which is not a path. */
  readonly lengths?: readonly number[]
}

export interface Pattern {
  /** Node variables; an anonymous node has a name that no query can write. */
  readonly nodes: readonly string[]
  readonly edges: readonly PatternEdge[]
}

/** The sequences of a graph-match, connected by the variables that they share. */
export function patternOf(node: Nodes['GraphMatchOperator']): Pattern {
  const nodes = new Set<string>()
  const edges: PatternEdge[] = []
  for (const sequence of elementsOf<Nodes['GraphMatchPattern']>(node.Patterns)) {
    let [left, edge]: [string | undefined, Nodes['GraphMatchPatternEdge'] | undefined] = [undefined, undefined]
    for (const element of nodesOf(sequence.PatternElements)) {
      if (is(element, 'GraphMatchPatternEdge')) {
        edge = element
        continue
      }
      const name = (element as Nodes['GraphMatchPatternNode']).Name?.SimpleName || ` node${nodes.size}`
      nodes.add(name)
      if (edge && left !== undefined) edges.push(patternEdge(edge, left, name))
      left = name
    }
  }
  const named = edges.flatMap(({ name }) => name ?? [])
  const twice = named.find((name, index) => nodes.has(name) || named.indexOf(name) < index)
  if (twice !== undefined) return refuse(node, 'graph-variable-twice', twice)
  if (!isConnected([...nodes], edges)) return refuse(node, 'graph-disconnected')
  return { nodes: [...nodes], edges }
}

function patternEdge(at: Nodes['GraphMatchPatternEdge'], left: string, right: string): PatternEdge {
  const arrow = textOf(at)
  const direction = arrow.startsWith('<') ? 'left' : arrow.endsWith('>') ? 'right' : 'any'
  const name = at.Name?.SimpleName || undefined
  const range = at.Range
  if (!range) return { name, left, right, direction }
  // The binder gives these numbers no type.
  const [from, to] = [range.RangeStart!, range.RangeEnd!].map(bound =>
    /^\d{1,9}$/.test(textOf(bound)) ? Number(textOf(bound)) : refuse(bound, 'graph-bound'),
  ) as [number, number]
  if (from > to) return refuse(range, 'graph-bounds', from, to)
  if (to > mostEdges) return refuse(range, 'graph-path-length', mostEdges)
  return { name, left, right, direction, lengths: Array.from({ length: to - from + 1 }, (_, more) => from + more) }
}

/** The longest path: each length is a plan of its own, with a join for each of its edges. */
const mostEdges = 16

function isConnected(nodes: readonly string[], edges: readonly PatternEdge[]): boolean {
  const reached = new Set([nodes[0]])
  for (let before = -1; before < reached.size; ) {
    before = reached.size
    for (const { left, right } of edges) if (reached.has(left) || reached.has(right)) reached.add(left).add(right)
  }
  return reached.size === nodes.length
}
