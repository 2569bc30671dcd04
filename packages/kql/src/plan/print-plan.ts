import type { Expression } from './expression.ts'
import type { Assignment, Expansion, PlanColumn, PlanNode, Reference, Shared } from './node.ts'
import { type PlanName, printExpression, printOrder } from './print-expression.ts'
import { childrenOf } from './walk.ts'

/**
 * A plan as text, one node per line, with its inputs indented below it: `op what it does -> id name:type, … | order … |
 * serialized`. Hidden columns are in parentheses. A plan that is read several times is printed at its first reader, and a plan
 * inside an expression (`$1`) below the node that computes it.
 */
export function printPlan(plan: PlanNode): string {
  const names = new Map<PlanNode | Shared, string>()
  const lines: string[] = []
  const print = (node: PlanNode, depth: number, label: string): void => {
    const nested: PlanNode[] = []
    const planName: PlanName = inner => {
      nested.push(inner)
      return named(names, inner, '$')
    }
    const isRepeated = node.op === 'reference' && names.has(node.shared)
    const what = node.op === 'reference' ? referenceTo(node, named(names, node.shared, '@')) : detailsOf(node, planName)
    lines.push(`${'  '.repeat(depth)}${label}${[node.op, what].filter(Boolean).join(' ')} -> ${outputOf(node)}`)
    if (isRepeated) return
    for (const child of childrenOf(node)) print(child, depth + 1, '')
    for (const inner of nested) print(inner, depth + 1, `${names.get(inner)}: `)
  }
  print(plan, 0, '')
  return lines.join('\n')
}

const referenceTo = ({ columns, ids }: Reference, name: string): string =>
  [name, columns.map(({ id }) => `${id} = ${ids.get(id)}`).join(', ')].join(' ')

function named(names: Map<PlanNode | Shared, string>, plan: PlanNode | Shared, mark: string): string {
  const name = names.get(plan) ?? `${mark}${names.size + 1}`
  names.set(plan, name)
  return name
}

const outputOf = ({ columns, order, serialized }: PlanNode): string =>
  [columns.map(printColumn).join(', '), printOrder(order), serialized ? 'serialized' : ''].filter(Boolean).join(' | ')

const printColumn = ({ id, name, type, hidden }: PlanColumn): string =>
  hidden ? `(${id}:${type})` : `${name === id ? id : `${id} ${name}`}:${type}`

type Details = {
  readonly [Op in Exclude<PlanNode['op'], 'reference'>]: (
    node: Extract<PlanNode, { op: Op }>,
    print: (expression: Expression) => string,
  ) => readonly (string | undefined)[]
}

type Print = (expression: Expression) => string

const assigned = (assignments: readonly Assignment[], print: Print): string =>
  assignments.map(({ id, expression }) => `${id} = ${print(expression)}`).join(', ')

const expanded = (expansions: readonly Expansion[], print: Print): string =>
  expansions
    .map(({ id, array, properties }) => {
      const keys = properties?.map(property => `${property.id} = .${property.key}`).join(', ')
      return `${keys ?? id} in ${print(array)}`
    })
    .join(', ')

const optional = (word: string, expression: Expression | undefined, print: Print): string | undefined =>
  expression && `${word} ${print(expression)}`

const details: Details = {
  'table-scan': ({ table, window }) => [table, window && `within the window by ${window.by}`],
  values: ({ rows }) => [`${rows.length} ${rows.length === 1 ? 'row' : 'rows'}`],
  row: ({ assignments }, print) => [assigned(assignments, print)],
  range: ({ from, to, step }, print) => [`from ${print(from)} to ${print(to)} step ${print(step)}`],
  filter: ({ predicate }, print) => [print(predicate)],
  'run-bounds': ({ from, to, series }) => [`${from}, ${to} of ${series.count} runs`],
  'row-runs': ({ run }) => [run],
  project: ({ assignments, computedInput }, print) => [
    assigned(assignments, print),
    computedInput && 'of computed rows',
  ],
  take: ({ count, by }, print) => [print(count), printOrder(by)],
  summarize: ({ keys, aggregates }, print) => [
    assigned(aggregates, print),
    keys.length > 0 ? `by ${assigned(keys, print)}` : undefined,
  ],
  'session-window': ({ start, time, fromFirst, between, restart }, print) => [
    `${start} = ${[time, fromFirst, between, ...(restart ? [restart] : [])].map(print).join(', ')}`,
  ],
  scan: ({ steps, declared, state }, print) => [
    declared.length > 0 ? `declare ${assigned(declared, print)};` : undefined,
    steps
      .map(({ after, again, values }, index) =>
        [`step ${index}: ${print(after ?? again)}`, values.length > 0 ? `=> ${assigned(values, print)}` : undefined]
          .filter(Boolean)
          .join(' '),
      )
      .join('; '),
    state.length > 0
      ? `; state ${state.map(({ id, column, step }) => `${id} = ${column} of step ${step}`).join(', ')}`
      : undefined,
  ],
  series: ({ keys, series, axis, from, to, step, aligned, nonempty }, print) => [
    series.map(({ id, expression, absent }) => `${id} = ${print(expression)} else ${print(absent)}`).join(', '),
    `on ${axis.id} = ${print(axis.settled)}`,
    optional('from', from, print),
    optional('to', to, print),
    `step ${print(step)}`,
    keys.length > 0 ? `by ${assigned(keys, print)}` : undefined,
    aligned ? 'aligned' : undefined,
    nonempty ? 'nonempty' : undefined,
  ],
  join: ({ kind, on, sources }, print) => [
    `${kind} on ${on.map(({ left, right }) => `${print(left)} == ${print(right)}`).join(', ')}:`,
    [...sources].map(([id, source]) => `${id} = ${source.side} ${source.id}`).join(', '),
  ],
  union: ({ legs, withSource }) => [
    legs.map(({ ids }) => `[${ids.map(id => id ?? '-').join(' ')}]`).join(' '),
    withSource && `source ${withSource} ${legs.map(({ source }) => JSON.stringify(source)).join(' ')}`,
  ],
  expand: ({ expansions, index, limit }, print) => [
    expanded(expansions, print),
    `index ${index}`,
    optional('limit', limit, print),
  ],
  apply: () => [],
  outer: ({ expansions, index, limit }, print) => [
    expanded(expansions, print),
    `index ${index}`,
    optional('limit', limit, print),
  ],
}

function detailsOf(node: Exclude<PlanNode, { op: 'reference' }>, planName: PlanName): string {
  const print = (expression: Expression): string => printExpression(expression, planName)
  const words = (details[node.op] as (node: PlanNode, print: Print) => readonly (string | undefined)[])(node, print)
  return words.filter(Boolean).join(' ')
}
