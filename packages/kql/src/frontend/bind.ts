/// <reference types="@kusto/language-service-next" />

import { refusalText } from '../refusals/refusal-text.ts'
import type { QueryDiagnostic } from '../world/query-diagnostic.ts'
import type { QueryWorld } from '../world/query-world.ts'
import { isStackOverflow } from './bounded.ts'
import type { DataSchemas } from './data-schema.ts'
import { functionExcess } from './function-limits.ts'
import { dropGlobals, globalsFor } from './globals.ts'
import { excessiveNameUse, mostUses } from './name-uses.ts'
import { Language, toArray } from './parser.ts'
import { type KustoDiagnostic, severityIn } from './severity.ts'
import { type Expr, elementsOf, is, type SyntaxNode } from './syntax.ts'
import { withBuiltIns } from './with-built-ins.ts'

/** A query bound by the official parser. */
export interface BoundQuery {
  readonly kql: string
  /** Statements before the last expression. */
  readonly statements: readonly SyntaxNode[]
  /** The expression that yields the result; absent if the text is empty or not a query. */
  readonly result: Expr | undefined
  readonly root: SyntaxNode
  readonly diagnostics: readonly QueryDiagnostic[]
}

/** The parser's codes for syntax errors. */
const isSyntax = (code: string): boolean => /^KS0\d\d$/.test(code) || code === 'KS176' || code === 'KS245'

type Code = Kusto.Language.KustoCode

/** Undefined for the rare text on which the official binder itself fails; its cached state is then discarded. */
function analysed(kql: string, globals: Kusto.Language.GlobalState): Code | undefined {
  try {
    return Language.KustoCode.ParseAndAnalyze(kql, globals as never)!
  } catch (error) {
    if (isStackOverflow(error)) throw error
    dropGlobals()
    return undefined
  }
}

function unanalysed(kql: string, failure: QueryDiagnostic): BoundQuery {
  const root = Language.KustoCode.Parse(kql)!.Syntax as unknown as SyntaxNode
  return { kql, root, statements: [], result: undefined, diagnostics: [failure] }
}

/**
 * Parses and binds a query, with the columns that data has determined so far. Errors are Kusto's own, with Kusto's codes; the
 * tree is usable only if there are none.
 */
export function bindQuery(kql: string, declared: QueryWorld, schemas: DataSchemas = new Map()): BoundQuery {
  const world = withBuiltIns(kql, declared)
  const query = boundIn(kql, world, schemas)
  if (world === declared || !hasErrors(query)) return query
  // A parser may return more columns than its schema has. A fuzzy union that names them binds without the parser.
  const without = boundIn(kql, declared, schemas)
  return hasErrors(without) ? query : without
}

const hasErrors = ({ diagnostics }: BoundQuery): boolean => diagnostics.some(({ severity }) => severity === 'error')

function boundIn(kql: string, world: QueryWorld, schemas: DataSchemas): BoundQuery {
  const large = functionExcess(kql, world.functions ?? [])
  if (large) return unanalysed(kql, large)
  const unfolded = excessiveNameUse(kql, world.functions)
  if (unfolded) return unanalysed(kql, { ...refusalText('name-uses', mostUses), severity: 'error', ...unfolded })
  const code = analysed(kql, globalsFor(world, kql, schemas))
  if (!code) return unanalysed(kql, { ...refusalText('parser-failure'), severity: 'error', start: 0, end: kql.length })
  const root = code.Syntax as unknown as SyntaxNode
  const severityOf = severityIn(root)
  const diagnostics = toArray<KustoDiagnostic>(code.GetDiagnostics()).map(
    (diagnostic): QueryDiagnostic => ({
      kind: isSyntax(diagnostic.Code) ? 'syntax' : 'semantic',
      severity: severityOf(diagnostic),
      code: diagnostic.Code,
      message: diagnostic.Message,
      start: diagnostic.Start,
      end: diagnostic.Start + diagnostic.Length,
    }),
  )
  if (code.Kind !== 'Query') {
    const command: QueryDiagnostic = { ...refusalText('command'), severity: 'error', start: 0, end: kql.length }
    return { kql, root, statements: [], result: undefined, diagnostics: [...diagnostics, command] }
  }
  const statements = elementsOf<SyntaxNode>((root as unknown as { Statements: unknown }).Statements)
  const last = statements.at(-1)
  const result = is(last, 'ExpressionStatement') ? (last.Expression as Expr) : undefined
  return { kql, root, statements: result ? statements.slice(0, -1) : statements, result, diagnostics }
}
