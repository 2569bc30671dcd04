import type { ColumnType } from '@tripline/schemas'
import { type Expr, is, type Nodes, spanOf } from '../../frontend/syntax.ts'
import { project, reference } from '../../plan/build.ts'
import { constantOf, type Expression } from '../../plan/expression.ts'
import { type PlanColumn, type PlanNode, visible } from '../../plan/node.ts'
import type { Environment } from '../environment.ts'
import { settled } from '../expressions/settled.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { sharePlan } from '../share-plan.ts'
import { type Steps, stepsAt } from '../steps.ts'
import type { LowerPlugin } from './plugin.ts'
import { pluginArguments } from './plugin-arguments.ts'

/** How addresses of a family are compared: a network by its bits and their number, an address by that many of its bits. */
interface Family {
  readonly bits: string
  readonly length: string
  readonly masked: string
  readonly type: ColumnType
  /** Which side's columns come first (semantics 24.9). */
  readonly first: 'input' | 'lookup'
}

const ipv4: Family = {
  bits: 'parse_ipv4',
  length: 'ipv4_netmask_suffix',
  masked: 'parse_ipv4_mask',
  type: 'long',
  first: 'input',
}
const ipv6: Family = {
  bits: 'parse_ipv6',
  length: 'ipv6_prefix',
  masked: 'parse_ipv6_mask',
  type: 'string',
  first: 'lookup',
}

export const lowerIpv4Lookup: LowerPlugin = (...given) => lookup(ipv4, ...given)
export const lowerIpv6Lookup: LowerPlugin = (...given) => lookup(ipv6, ...given)

/**
 * ipv4_lookup, ipv6_lookup: the rows of a table of networks that contain an address (semantics 16.5). Each address is truncated
 * to every prefix length in the table, of which there are few, so its networks are found by equality.
 */
function lookup(
  family: Family,
  node: Nodes['EvaluateOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const span = spanOf(node)
  const { table, address, network, extra, unmatched } = argumentsOf(node, input, environment, lowering)
  const steps = stepsAt(span, lowering)
  const width = visible(input).length
  const rows = sharePlan(input, lowering)
  const networks = sharePlan(measured(table, network, family, steps, node), lowering)
  const sizes = networks()
  const lengths = steps.group(sizes, [[steps.column('length', 'long'), reference(sizes.columns.at(-1)!)]])
  const cut = steps.join('inner', rows(), lengths, [])
  const [subject, length] = [cut.columns[address]!, cut.columns[width]!]
  const key = steps.column('key', family.type)
  const keyed = steps.extend(cut, [
    [key, steps.call(family.masked, [unpadded(reference(subject), node), reference(length)], family.type)],
  ])
  const found = networks()
  const [bits, size] = found.columns.slice(-2) as [PlanColumn, PlanColumn]
  const on = [
    [key, bits] as const,
    [length, size] as const,
    ...extra.map(({ own, other }) => [cut.columns[own]!, found.columns[other]!] as const),
  ].map(([left, right]) => ({ left: reference(left), right: reference(right) }))
  const matched = steps.join('inner', keyed, found, on)
  const own = matched.columns.slice(0, width)
  const dropped = new Set(extra.map(({ other }) => other))
  const others = matched.columns.slice(width + 2, -2).filter((_, index) => !dropped.has(index))
  const columns = numbered(family.first === 'input' ? [...own, ...others] : [...others, ...own])
  const result = project(matched, [], columns, span)
  if (!unmatched) return result
  const keys = [address, ...extra.map(pair => pair.own)]
  const all = rows()
  const missed = keys.map(index => ({ left: reference(all.columns[index]!), right: reference(own[index]!) }))
  return followed(result, steps.join('leftanti', all, project(matched, [], own, span), missed), own, lowering)
}

interface Given {
  readonly table: PlanNode
  /** Indexes of visible columns: the address in the input, the network in the table, and further keys in both. */
  readonly address: number
  readonly network: number
  readonly extra: readonly { readonly own: number; readonly other: number }[]
  readonly unmatched: boolean
}

function argumentsOf(
  node: Nodes['EvaluateOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): Given {
  const { named, rest } = pluginArguments(node, ['LookupTable', 'SourceIPKey', 'IPLookupKey'])
  const table = lowering.table(named.get('LookupTable')!, environment)
  const position = (argument: Expr, of: PlanNode): number => {
    const index = is(argument, 'NameReference')
      ? visible(of).findIndex(column => column.name === argument.SimpleName)
      : -1
    return index >= 0 ? index : refuse(argument, 'column-needed')
  }
  const text = (argument: Expr, of: PlanNode): number => {
    const index = position(argument, of)
    return visible(of)[index]!.type === 'string' ? index : refuse(argument, 'lookup-address')
  }
  const flag = named.get('return_unmatched') ?? rest.find(argument => is(argument, 'LiteralExpression'))
  return {
    table,
    address: text(named.get('SourceIPKey')!, input),
    network: text(named.get('IPLookupKey')!, table),
    extra: rest
      .filter(argument => argument !== flag)
      .map(argument => {
        const own = position(argument, input)
        if (visible(input)[own]!.type === 'dynamic') refuse(argument, 'join-key-dynamic')
        return { own, other: position(argument, table) }
      }),
    unmatched: flag ? isTrue(flag, environment, lowering) : false,
  }
}

function isTrue(flag: Expr, environment: Environment, lowering: Lowering): boolean {
  const value = constantOf(lowering.expression(flag, { environment }))
  return typeof value === 'boolean' ? value : refuse(flag, 'constant-needed')
}

/** Whether blanks belong to an address is not settled. */
const unpadded = (address: Expression, node: Expr): Expression => settled(address, ['blanks'], 'a lookup of', node)

/** The table's rows with valid networks, each with its bits and their number. */
function measured(table: PlanNode, position: number, family: Family, steps: Steps, node: Expr): PlanNode {
  const network = unpadded(reference(visible(table)[position]!), node)
  const size = steps.column('size', 'long')
  const computed = steps.extend(table, [
    [steps.column('bits', family.type), steps.call(family.bits, [network], family.type)],
    [size, steps.call(family.length, [network], 'long')],
  ])
  return steps.where(computed, steps.call('isnotnull', [reference(size)], 'bool'))
}

/** A name that is taken gets the next free number (semantics 16.5). */
function numbered(columns: readonly PlanColumn[]): PlanColumn[] {
  const taken = new Set<string>()
  return columns.map(column => {
    let name = column.name
    for (let number = 1; taken.has(name); number++) name = `${column.name}${number}`
    taken.add(name)
    return { ...column, name }
  })
}

/** The matched rows, then the unmatched ones, for which the table's columns are missing. */
function followed(result: PlanNode, rest: PlanNode, own: readonly PlanColumn[], lowering: Lowering): PlanNode {
  const indices = new Map(own.map((column, index) => [column.id, index]))
  const restIds = result.columns.map(column => {
    const index = indices.get(column.id)
    return index === undefined ? undefined : rest.columns[index]!.id
  })
  return {
    op: 'union',
    legs: [
      { input: result, source: '', ids: result.columns.map(column => column.id) },
      { input: rest, source: '', ids: restIds },
    ],
    columns: result.columns.map(column => ({ ...column, id: lowering.newId() })),
    order: [],
    serialized: false,
    span: result.span,
  }
}
