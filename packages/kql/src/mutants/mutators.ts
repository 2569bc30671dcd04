import { parseTimespan } from '@tripline/schemas'
import {
  bare,
  type Expr,
  elementsOf,
  is,
  type Nodes,
  parametersOf,
  type SyntaxElement,
  scalarType,
  spanOf,
  textOf,
} from '../frontend/syntax.ts'
import type { MutantKind, QueryMutant } from './query-mutant.ts'

type Mutator = (node: SyntaxElement) => readonly QueryMutant[]

const at = (kind: MutantKind, node: SyntaxElement, text: string): QueryMutant => ({ kind, ...spanOf(node), text })

/** The conditions of a filter, each left out. */
const conditions: Mutator = node => {
  if (!is(node, 'FilterOperator')) return []
  return conjuncts(node.Condition!).map(condition => at('condition', condition, 'true'))
}

function conjuncts(condition: Expr): readonly Expr[] {
  const node = bare(condition)
  const isAnd = is(node, 'BinaryExpression') && node.Operator!.Text === 'and'
  return isAnd ? [...conjuncts(node.Left!), ...conjuncts(node.Right!)] : [condition]
}

type Operation = Nodes['BinaryExpression' | 'InExpression']

const isOperation = (node: SyntaxElement): node is Operation => is(node, 'BinaryExpression') || is(node, 'InExpression')

const operandsOf = (node: Operation): readonly Expr[] => [
  node.Left!,
  ...(is(node, 'InExpression') ? elementsOf(node.Right!.Expressions) : [node.Right!]),
]

/** Operators by what replaces them. */
const replaced =
  (kind: MutantKind, others: Readonly<Record<string, string>>, applies: (node: Operation) => boolean): Mutator =>
  node => {
    if (!isOperation(node) || !Object.hasOwn(others, node.Operator!.Text!) || !applies(node)) return []
    return [at(kind, node.Operator!, others[node.Operator!.Text!]!)]
  }

const comparisons = replaced(
  'comparison',
  { '>': '>=', '>=': '>', '<': '<=', '<=': '<', '==': '!=', '!=': '==', '=~': '!~', '!~': '=~' },
  () => true,
)

/** Whether some operand is a text that contains what a pattern matches. */
const comparesText =
  (pattern: RegExp) =>
  (node: Operation): boolean =>
    operandsOf(node).some(operand => {
      const value = bare(operand)
      const isText = is(value, 'LiteralExpression') || is(value, 'CompoundStringLiteralExpression')
      return isText && scalarType(value.ResultType) === 'string' && pattern.test(String(value.LiteralValue ?? ''))
    })

/** A text without letters and digits is not a term, so it may be anywhere already. */
const matches = replaced('match', { has: 'contains', '!has': '!contains' }, comparesText(/[\p{L}\p{N}]/u))

const letterCases = replaced(
  'case',
  {
    '==': '=~',
    '!=': '!~',
    '=~': '==',
    '!~': '!=',
    in: 'in~',
    '!in': '!in~',
    'in~': 'in',
    '!in~': '!in',
    has: 'has_cs',
    '!has': '!has_cs',
    contains: 'contains_cs',
    '!contains': '!contains_cs',
    startswith: 'startswith_cs',
    endswith: 'endswith_cs',
  },
  // Other texts have no two cases.
  comparesText(/\p{L}/u),
)

const comparing = new Set(['>', '>=', '<', '<=', '==', '!='])

/** Whether a literal is compared, or the value of a let. */
function isThreshold(node: Nodes['LiteralExpression']): boolean {
  const parent = node.Parent
  if (is(parent as SyntaxElement, 'LetStatement')) return true
  return is(parent as SyntaxElement, 'BinaryExpression') && comparing.has((parent as Operation).Operator!.Text!)
}

/** Whole numbers, one more and one less. */
const thresholds: Mutator = node => {
  if (!is(node, 'LiteralExpression') || !isThreshold(node)) return []
  const text = textOf(node)
  if (!/^\d{1,18}$/.test(text)) return []
  return [1n, -1n].map(step => at('threshold', node, `${BigInt(text) + step}`))
}

const units = [
  ['d', 864_000_000_000n],
  ['h', 36_000_000_000n],
  ['m', 600_000_000n],
  ['s', 10_000_000n],
  ['ms', 10_000n],
  ['tick', 1n],
] as const

/** Windows, bins and delays at half their length. */
const windows: Mutator = node => {
  if (!is(node, 'LiteralExpression') || scalarType(node.ResultType) !== 'timespan') return []
  const half = (parseTimespan(textOf(node)) ?? 0n) / 2n
  const [unit, ticks] = units.find(([, length]) => half % length === 0n)!
  return half > 0n ? [at('window', node, `${half / ticks}${unit}`)] : []
}

const joinKinds: Readonly<Record<string, string>> = {
  inner: 'leftouter',
  innerunique: 'leftouter',
  leftouter: 'inner',
  rightouter: 'inner',
  fullouter: 'inner',
  leftsemi: 'leftanti',
  rightsemi: 'rightanti',
  leftanti: 'leftsemi',
  anti: 'leftsemi',
  leftantisemi: 'leftsemi',
  rightanti: 'rightsemi',
  rightantisemi: 'rightsemi',
}

const joins: Mutator = node => {
  if (!is(node, 'JoinOperator') && !is(node, 'LookupOperator')) return []
  const kind = parametersOf(node).get('kind')
  const other = kind && joinKinds[textOf(kind)]
  return other ? [at('join', kind, other)] : []
}

/** Texts and lists of lets without their content. */
const values: Mutator = node => {
  if (!is(node, 'LetStatement')) return []
  const value = bare(node.Expression!)
  if (is(value, 'DynamicExpression')) return [at('value', value, 'dynamic([])')]
  if (!is(value, 'LiteralExpression') && !is(value, 'CompoundStringLiteralExpression')) return []
  const type = scalarType(value.ResultType)
  if (type === 'string') return value.LiteralValue === '' ? [] : [at('value', value, '""')]
  return type === 'bool' ? [at('value', value, textOf(value) === 'true' ? 'false' : 'true')] : []
}

/** Each may change a node of the syntax tree in some ways. */
export const mutators: readonly Mutator[] = [
  conditions,
  comparisons,
  thresholds,
  windows,
  joins,
  matches,
  letterCases,
  values,
]
