import { literalValue } from '../../frontend/literal.ts'
import { is, type Nodes, nodesOf, parametersOf, type SyntaxNode, spanOf, textOf } from '../../frontend/syntax.ts'
import { nativeParse } from '../../functions/parsing/native-parse.ts'
import { type ParsePart, type ParsePattern, parsePatternProblem } from '../../functions/parsing/parse-pattern.ts'
import { calling } from '../../plan/build.ts'
import { type Literal, literal } from '../../plan/expression.ts'
import type { PlanNode } from '../../plan/node.ts'
import type { Environment } from '../environment.ts'
import type { Lowering } from '../lowering.ts'
import { refuse, refuseWith } from '../refusal.ts'
import { rowScope } from '../scope.ts'
import { type ParsedColumn, parsedColumn, readingOfTexts, textOfSubject, withParsedColumns } from './parsed-columns.ts'
import { readingOfGroups } from './parsed-groups.ts'

type ParseNode = Nodes['ParseOperator'] | Nodes['ParseWhereOperator']

/** parse: the columns of a pattern; they are missing if a text does not match (semantics 15.1). */
export const lowerParse = (
  node: Nodes['ParseOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode => parse(node, input, environment, lowering, false)

/** parse-where: only the rows whose text matches. */
export const lowerParseWhere = (
  node: Nodes['ParseWhereOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode => parse(node, input, environment, lowering, true)

function parse(
  node: ParseNode,
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
  matching: boolean,
): PlanNode {
  const { pattern, columns } = patternOf(node)
  if (matching && pattern.mode === 'relaxed') return refuse(node, 'parse-where-kind')
  const problem = parsePatternProblem(pattern)
  if (problem) return refuseWith(node, problem)
  const scope = rowScope(input, environment)
  const subject = textOfSubject(lowering.expression(node.Expression!, scope), node)
  const span = spanOf(node)
  const native = nativeParse(pattern)
  const reading = native
    ? readingOfGroups(scope.input.plan, subject, native, pattern, span, lowering)
    : readingOfTexts(scope.input.plan, calling('parse_text', [subject, jsonOf(pattern)], 'dynamic', span), lowering)
  return withParsedColumns(reading, columns, lowering, { matching, span })
}

const jsonOf = (pattern: ParsePattern): Literal => literal('string', JSON.stringify(pattern))

const modes: readonly string[] = ['simple', 'relaxed', 'regex'] satisfies ParsePattern['mode'][]

function patternOf(node: ParseNode): { readonly pattern: ParsePattern; readonly columns: readonly ParsedColumn[] } {
  const parameters = parametersOf(node)
  const mode = textOf(parameters.get('kind') ?? node)
  const flags = parameters.get('flags')
  const columns: ParsedColumn[] = []
  const parts = nodesOf(node.Patterns).map((part): ParsePart => {
    const constant = constantText(part)
    if (constant !== undefined) return { kind: 'constant', text: constant }
    if (is(part, 'StarExpression')) return { kind: 'skip' }
    if (!is(part, 'NameDeclaration') && !is(part, 'NameAndTypeDeclaration'))
      return refuse(part, 'parse-part', textOf(part))
    const column = parsedColumn(part)
    columns.push(column)
    return { kind: 'column', type: column.type }
  })
  return {
    pattern: {
      mode: modes.includes(mode) ? (mode as ParsePattern['mode']) : 'simple',
      flags: flags ? textOf(flags) : '',
      parts,
    },
    columns,
  }
}

function constantText(part: SyntaxNode): string | undefined {
  if (is(part, 'LiteralExpression')) return String(literalValue(part).value)
  return is(part, 'CompoundStringLiteralExpression') ? String(part.LiteralValue) : undefined
}
