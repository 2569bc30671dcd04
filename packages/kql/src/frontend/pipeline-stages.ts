/// <reference types="@kusto/language-service-next" />
import type { TextSpan } from '../world/query-diagnostic.ts'
import { bounded } from './bounded.ts'
import { Language, toArray } from './parser.ts'
import { type Expr, elementsOf, is, nodeName, type SyntaxNode, spanOf, textOf } from './syntax.ts'

/** What a query starts from, or an operator of its outermost pipeline. */
export interface PipelineStage extends TextSpan {
  /** As it is written; `table` for a name from which the query starts. */
  readonly operator: string
  readonly table?: string
}

/** Operators that a stage cannot end with, or that give a result of another kind. */
const unstaged: ReadonlySet<string> = new Set(['ConsumeOperator', 'FacetOperator', 'ForkOperator'])

/** The stages of a query, whatever tables there are; undefined if it has a syntax error or several results. */
export function pipelineStages(kql: string): readonly PipelineStage[] | undefined {
  const parsed = bounded(kql, () => stagesIn(kql))
  return 'value' in parsed ? parsed.value : undefined
}

function stagesIn(kql: string): readonly PipelineStage[] | undefined {
  const code = Language.KustoCode.Parse(kql, Language.GlobalState.Default)!
  if (code.Kind !== 'Query' || toArray(code.GetSyntaxDiagnostics()).length > 0) return undefined
  const statements = elementsOf<SyntaxNode>((code.Syntax as unknown as { Statements: unknown }).Statements)
  const expressions = statements.filter(statement => is(statement, 'ExpressionStatement'))
  const last = statements.at(-1)
  if (expressions.length !== 1 || !is(last, 'ExpressionStatement')) return undefined
  const steps: Expr[] = []
  let head = last.Expression as Expr
  for (; is(head, 'PipeExpression'); head = head.Expression!) steps.unshift(head.Operator!)
  if (steps.some(step => unstaged.has(nodeName(step)))) return undefined
  const table = is(head, 'NameReference') ? head.SimpleName! : undefined
  const source = { operator: table === undefined ? keywordOf(head) : 'table', ...spanOf(head) }
  const drawn = steps.filter(step => nodeName(step) !== 'RenderOperator')
  return [
    { ...source, ...(table !== undefined && { table }) },
    ...drawn.map(step => ({ operator: keywordOf(step), ...spanOf(step) })),
  ]
}

const keywordOf = (node: Expr): string => /^[\w-]+/.exec(textOf(node).trim())?.[0] ?? 'query'
