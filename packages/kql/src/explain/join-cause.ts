import { nearest } from '@tripline/diagnostics'
import { project } from '../plan/build.ts'
import { type Expression, literal } from '../plan/expression.ts'
import type { Join, PlanColumn, PlanNode } from '../plan/node.ts'
import type { Cell } from '../world/dataset.ts'
import { alternatives, cellData, cellWords } from './cell-words.ts'
import { watchlistAlias } from './condition-references.ts'
import { valueName } from './condition-words.ts'
import type { ExplainContext, PlanFacts } from './explain-context.ts'
import type { QueryCause } from './rows-explained.ts'

/** How many keys of the side that decides are quoted, and among how many of the other side the nearest is sought. */
const most = { quoted: 3n, searched: 1000n }

/** Why the rows of a join find no match, or why an anti join drops them. `differsInCase`: they match once letters are folded. */
export async function joinCause(
  node: Join,
  differsInCase: boolean,
  context: ExplainContext,
  facts: PlanFacts,
): Promise<QueryCause> {
  const [side, other] = node.kind.startsWith('right') ? (['right', 'left'] as const) : (['left', 'right'] as const)
  const keys = node.on.map(key => key[side])
  const keysIn = async (which: 'left' | 'right', limit: bigint) =>
    (await context.ask(
      distinctKeys(
        node[which],
        node.on.map(key => key[which]),
        limit,
      ),
    )) ?? []
  const [rows, candidates] = [await keysIn(side, most.quoted), await keysIn(other, most.searched)]
  const written = (row: readonly Cell[], write: typeof cellData) =>
    row.map((cell, index) => write(cell, keys[index]!.type)).join(', ')
  const own = rows.map(row => written(row, cellWords))
  const others = candidates.map(row => written(row, cellWords))
  const near = own[0] === undefined ? undefined : (nearest(own[0], others) ?? others[0])
  const match = near === undefined ? undefined : candidates[others.indexOf(near)]
  const isAnti = node.kind.endsWith('anti')
  const subject = `${keys.map(key => valueName(key, node, context, facts)).join(', ')} is ${alternatives(own)}`
  const remark = differsInCase ? ', which differs only in letter case' : ''
  const text = isAnti
    ? `${node.kind} drops the rows that would count, because they have a match: ${subject}`
    : `no row of the ${other} side matches: ${subject}; the nearest is ${near}${remark}`
  const empty = rows.length === 0 ? side : candidates.length === 0 ? other : undefined
  return {
    kind: differsInCase ? 'case' : readsWatchlist(node[other], context) ? 'watchlist' : 'join',
    ...node.span,
    text: empty ? `the ${empty} side has no rows` : text,
    ...(!isAnti && match && { expected: written(match, cellData) }),
    ...(rows[0] && { actual: written(rows[0], cellData) }),
  }
}

function readsWatchlist(node: PlanNode, context: ExplainContext): boolean {
  if (node.op === 'table-scan') return watchlistAlias(context.tables.get(node.table)) !== undefined
  return 'input' in node && readsWatchlist(node.input, context)
}

/** Some of the different keys of a side. */
function distinctKeys(side: PlanNode, keys: readonly Expression[], limit: bigint): PlanNode {
  const { span } = side
  const unordered = { order: [], serialized: false, span }
  const column = (name: string, index: number): PlanColumn => ({
    id: `${name} ${index}`,
    name: `${name} ${index}`,
    type: keys[index]!.type,
  })
  const all = keys.map((_, index) => column('key', index))
  const distinct = keys.map((_, index) => column('distinct', index))
  const computed = project(
    side,
    all.map(({ id }, index) => ({ id, expression: keys[index]! })),
    all,
    span,
  )
  const groups: PlanNode = {
    op: 'summarize',
    input: { ...computed, order: [] },
    keys: distinct.map(({ id }, index) => ({
      id,
      expression: { op: 'column', id: all[index]!.id, type: all[index]!.type },
    })),
    aggregates: [],
    position: 'position',
    columns: distinct,
    ...unordered,
  }
  return { op: 'take', input: groups, count: literal('long', limit), by: [], columns: distinct, ...unordered }
}
