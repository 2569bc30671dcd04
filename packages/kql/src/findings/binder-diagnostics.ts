import type { BoundQuery } from '../frontend/bind.ts'
import type { QueryDiagnostic } from '../world/query-diagnostic.ts'
import type { QueryWorld } from '../world/query-world.ts'
import { correctTables } from './correct-tables.ts'
import { nameOrigin } from './name-origin.ts'
import { nearestName } from './nearest-name.ts'
import { findingId } from './query-finding.ts'

/** A query with more errors than this is broken as a whole, and finding suggestions for every name would take too long. */
const messageLimit = 100

/** Names that the workspace lacks are reported once each. A wrong column is reported at every use. */
const missing: ReadonlySet<string> = new Set(['unknown-table', 'unknown-function'])

/** What to write instead of an unknown name that resembles no other. */
const declarations: Readonly<Record<string, string>> = {
  'unknown-table': 'describe the table, with its columns, in a file of schemas/',
  'unknown-function': 'declare a function of the workspace in a file of functions/',
}

interface Judged {
  readonly diagnostics: readonly QueryDiagnostic[]
  /** The query bound as if misspelt tables were spelt correctly, if that makes sense. */
  readonly bound: BoundQuery
}

/** The binder's messages as every command reports them: once per missing name, each with a suggestion. */
export function binderDiagnostics(bound: BoundQuery, world: QueryWorld): Judged {
  const corrected = correctTables(bound, world)
  const fixed = (found: QueryDiagnostic, within: BoundQuery) => withFix(found, within, world)
  return {
    diagnostics: [
      ...oncePerName(corrected.misspelt, bound).map(found => fixed(found, bound)),
      ...oncePerName(untilSyntaxError(corrected.bound.diagnostics), bound)
        .slice(0, messageLimit)
        .map(found => fixed(found, corrected.bound)),
    ],
    bound: corrected.bound,
  }
}

/** Behind a syntax error the parser guesses: only that error and what lies before it are mistakes of the author. */
function untilSyntaxError(diagnostics: readonly QueryDiagnostic[]): readonly QueryDiagnostic[] {
  const broken = diagnostics.filter(({ kind, severity }) => kind === 'syntax' && severity === 'error')
  if (broken.length === 0) return diagnostics
  const first = broken.reduce((a, b) => (b.start < a.start ? b : a))
  return diagnostics.filter(found => found === first || found.end <= first.start)
}

const nameAt = ({ kql }: BoundQuery, { start, end }: QueryDiagnostic): string => kql.slice(start, end)

function oncePerName(diagnostics: readonly QueryDiagnostic[], bound: BoundQuery): readonly QueryDiagnostic[] {
  const seen = new Set<string>()
  return diagnostics.filter(found => {
    if (!missing.has(findingId(found))) return true
    // An unknown name may be an error in one part of the query and be ignored by a fuzzy union in another.
    const key = `${found.severity} ${findingId(found)} ${nameAt(bound, found)}`
    const isFirst = !seen.has(key)
    seen.add(key)
    return isFirst
  })
}

/** Knowledge about a missing name takes precedence over a similar name. */
function withFix(found: QueryDiagnostic, bound: BoundQuery, world: QueryWorld): QueryDiagnostic {
  const id = findingId(found)
  const near = nearestName(found, bound, world)
  const fix =
    (missing.has(id) ? nameOrigin(nameAt(bound, found)) : undefined) ??
    (near === undefined ? undefined : `did you mean ${near}?`) ??
    found.fix ??
    declarations[id]
  return fix === undefined ? found : { ...found, fix }
}
