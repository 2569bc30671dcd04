import { type SyntaxElement, spanOf } from '../frontend/syntax.ts'
import type { RefusalText } from '../refusals/refusal-row.ts'
import { type RefusalArguments, type RefusalName, refusalText } from '../refusals/refusal-text.ts'
import type { QueryDiagnostic, TextSpan } from '../world/query-diagnostic.ts'

/**
 * Ends the lowering of a query that cannot run, or that Kusto's engine would reject although the binder accepts it (semantics
 * 24.12). Thrown and caught inside the compiler; users see the diagnostic.
 */
export class Refusal extends Error {
  readonly diagnostic: QueryDiagnostic

  constructor(diagnostic: QueryDiagnostic) {
    super(diagnostic.message)
    this.diagnostic = diagnostic
  }
}

/** Ends the lowering with a row of the refusal table. */
export const refuse = <Name extends RefusalName>(
  at: SyntaxElement | TextSpan,
  name: Name,
  ...args: RefusalArguments<Name>
): never => refuseWith(at, refusalText(name, ...args))

/** Ends the lowering with a prepared text. */
export function refuseWith(at: SyntaxElement | TextSpan, text: RefusalText): never {
  throw new Refusal({ ...text, severity: 'error', ...('start' in at ? at : spanOf(at)) })
}

/**
 * Moves refusals and warnings raised by `make` to the given node, because their own nodes have no position in the query's text.
 */
export function reportedAt<T>(at: SyntaxElement, warnings: QueryDiagnostic[], make: () => T): T {
  const before = warnings.length
  const made = refusable(make)
  warnings.push(...warnings.splice(before).map(warning => ({ ...warning, ...spanOf(at) })))
  if ('value' in made) return made.value
  throw new Refusal({ ...made.diagnostic, ...spanOf(at) })
}

/** The value of `make`, or the diagnostic of its refusal. */
export function refusable<T>(make: () => T): { readonly value: T } | { readonly diagnostic: QueryDiagnostic } {
  try {
    return { value: make() }
  } catch (error) {
    if (error instanceof Refusal) return { diagnostic: error.diagnostic }
    throw error
  }
}
