import { literalValue } from '../../frontend/literal.ts'
import { type Expr, elementsOf, is, type Nodes, spanOf, textOf } from '../../frontend/syntax.ts'
import type { KeyValueFormat } from '../../functions/parsing/parse-kv.ts'
import { type Call, literal } from '../../plan/expression.ts'
import type { PlanNode } from '../../plan/node.ts'
import { escapedPattern } from '../../regex/escaped-pattern.ts'
import { compileRegex } from '../../regex/regex.ts'
import type { Environment } from '../environment.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { rowScope } from '../scope.ts'
import { parsedColumn, readingOfTexts, textOfSubject, withParsedColumns } from './parsed-columns.ts'

/** parse-kv: appends the values of the listed keys as columns (semantics 15.5). */
export function lowerParseKv(
  node: Nodes['ParseKvOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const scope = rowScope(input, environment)
  const columns = elementsOf<Nodes['NameAndTypeDeclaration']>(node.Keys!.Columns).map(parsedColumn)
  const taken = columns.find(column => input.columns.some(other => other.name === column.name && !other.hidden))
  if (taken) refuse(node.Keys!, 'parse-kv-key-taken', taken.name)
  const subject = textOfSubject(lowering.expression(node.Expression!, scope), node)
  const format = formatOf(
    node,
    columns.map(column => column.name),
  )
  const texts: Call = {
    op: 'call',
    name: 'parse_kv',
    args: [subject, literal('string', JSON.stringify(format))],
    type: 'dynamic',
    span: spanOf(node),
  }
  const { span } = texts
  return withParsedColumns(readingOfTexts(scope.input.plan, texts, lowering), columns, lowering, {
    matching: false,
    span,
  })
}

function formatOf(node: Nodes['ParseKvOperator'], keys: readonly string[]): KeyValueFormat {
  const given = elementsOf<Nodes['NamedParameter']>(node.WithClause?.Properties).map(
    parameter => [parameter.Name!.SimpleName!, parameter.Expression!] as const,
  )
  const all = (name: string) => given.filter(([key]) => key === name).map(([, value]) => constantText(value))
  const [pair] = all('pair_delimiter')
  const [keyValue] = all('kv_delimiter')
  const [pattern] = all('regex')
  const greedy = all('greedy')[0]?.toLowerCase() === 'true'
  const delimiters = [...all('pair_delimiter'), ...all('kv_delimiter')]
  if ([...delimiters, ...all('quote')].includes('') || new Set(delimiters).size < delimiters.length)
    refuse(node.WithClause!, 'parse-kv-delimiters')
  const rest = { keys, quotes: all('quote'), escapes: all('escape') }
  if (rest.quotes.some(quote => quote.length > 2) || rest.escapes.some(mark => mark.length !== 1))
    refuse(node.WithClause!, 'parse-kv-quotes')
  if (pattern !== undefined) return { ...rest, by: { kind: 'regex', pattern: twoGroups(pattern, node) } }
  if (pair !== undefined && keyValue !== undefined)
    return { ...rest, by: { kind: 'delimiters', pair, keyValue, greedy } }
  if (pair !== undefined || keyValue !== undefined) return refuse(node.WithClause!, 'parse-kv-delimiter')
  return { ...rest, by: { kind: 'anything' } }
}

/** The page of parse-kv: the pattern has exactly two capturing groups. */
function twoGroups(pattern: string, node: Expr): string {
  const compilation = compileRegex(pattern)
  if ('problem' in compilation)
    return refuse(node, 'regex-problem', 'parse-kv', compilation.problem, escapedPattern(pattern))
  return compilation.regex.groupCount === 2 ? pattern : refuse(node, 'parse-kv-groups')
}

function constantText(value: Expr): string {
  if (is(value, 'CompoundStringLiteralExpression')) return String(value.LiteralValue)
  if (!is(value, 'LiteralExpression')) return refuse(value, 'literal-needed', textOf(value))
  const read = literalValue(value)
  return String(read.value)
}
