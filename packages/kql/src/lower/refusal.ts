import { type SyntaxElement, spanOf } from '../frontend/syntax.ts'
import type { QueryDiagnostic, TextSpan } from '../world/query-diagnostic.ts'

/**
 * What ends the lowering of a query: the query cannot run here (`unsupported`), or Kusto's engine would reject it although
 * the binder does not (`semantic`). Thrown and caught inside the compiler only; users see the diagnostic.
 */
export class Refusal extends Error {
  readonly diagnostic: QueryDiagnostic

  constructor(diagnostic: QueryDiagnostic) {
    super(diagnostic.message)
    this.diagnostic = diagnostic
  }
}

const raise = (
  kind: 'unsupported' | 'semantic',
  code: string,
  span: TextSpan,
  message: string,
  fix: string | undefined,
): never => {
  throw new Refusal({ kind, severity: 'error', code, message, ...span, ...(fix !== undefined && { fix }) })
}

const span = (at: SyntaxElement | TextSpan): TextSpan => ('start' in at ? at : spanOf(at))

/** Kusto runs it, this engine does not. */
export const refuse = (at: SyntaxElement | TextSpan, construct: string, reason: string, fix?: string): never =>
  raise('unsupported', 'not-supported', span(at), `${construct} is not supported: ${reason}`, fix)

/** Kusto's engine rejects it although the official binder accepts it (semantics 24.12). */
export const reject = (at: SyntaxElement | TextSpan, message: string, fix?: string): never =>
  raise('semantic', 'engine-rejects', span(at), message, fix)

/** What the making refuses is refused at the given node: its own has no position in the query's text. */
export function refusedAt<T>(at: SyntaxElement, make: () => T): T {
  const made = refusable(make)
  if ('value' in made) return made.value
  throw new Refusal({ ...made.diagnostic, ...spanOf(at) })
}

/** A value, or the diagnostic of the refusal that its making ended in. */
export function refusable<T>(make: () => T): { readonly value: T } | { readonly diagnostic: QueryDiagnostic } {
  try {
    return { value: make() }
  } catch (error) {
    if (error instanceof Refusal) return { diagnostic: error.diagnostic }
    throw error
  }
}
