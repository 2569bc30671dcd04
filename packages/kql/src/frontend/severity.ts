import type { QueryDiagnostic } from '../world/query-diagnostic.ts'
import { isStricter, mayBeStricter } from './stricter-binder.ts'
import { descendants, type SyntaxElement, type SyntaxNode } from './syntax.ts'
import { isLeftOut } from './unresolved.ts'

/** A message of the binder. */
export interface KustoDiagnostic {
  readonly Code: string
  readonly Severity: string
  readonly Message: string
  readonly Start: number
  readonly Length: number
}

const severities: Readonly<Record<string, QueryDiagnostic['severity']>> = { Error: 'error', Warning: 'warning' }

const unknownTable = 'KS204'

/** The binder's own severity, but a warning if the engine runs what the binder rejects (semantics 11.11, 24.13). */
export function severityIn(root: SyntaxNode) {
  let all: readonly SyntaxElement[] | undefined
  return ({ Code, Severity, Message, Start, Length }: KustoDiagnostic) => {
    const severity = severities[Severity] ?? 'info'
    if (severity !== 'error' || !(mayBeStricter.has(Code) || Code === unknownTable)) return severity
    all ??= Array.from(descendants(root))
    const nodes = all.filter(node => node.TextStart === Start && node.End === Start + Length)
    const isRun = Code === unknownTable ? nodes.some(node => isLeftOut(node, root)) : isStricter(Code, Message, nodes)
    return isRun ? 'warning' : severity
  }
}
