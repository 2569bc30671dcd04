import { type Diagnostic, nearest } from '@tripline/diagnostics'
import type { QueryAnalysis, QueryDiagnostic, QueryErrorKind, QueryWorld } from '@tripline/kql/compile'
import { spanInQuery } from './query-span.ts'
import type { RuleQuery } from './rule.ts'

/** Our name for a message of the official binder, where it deserves one of its own. */
const namedCodes: Readonly<Record<string, string>> = {
  KS142: 'unknown-name',
  KS204: 'unknown-table',
  KS205: 'unknown-table',
  KS211: 'unknown-function',
}

const namedKinds: Readonly<Record<QueryErrorKind, string>> = {
  syntax: 'kql-syntax',
  semantic: 'kql-semantics',
  unsupported: 'kql-unsupported',
  runtime: 'kql-runtime',
  internal: 'kql-internal',
}

/** What to write where a name means nothing. */
const fixes: Readonly<Record<string, (name: string, world: QueryWorld) => string>> = {
  'unknown-table': (name, { catalogue }) => {
    const near = nearest(name, catalogue.names)
    return near ? `did you mean ${near}?` : 'declare a custom table, with its columns, under tables in tripline.yaml'
  },
  'unknown-function': () => 'declare a function of the workspace under functions in tripline.yaml',
}

/** One message a name is enough for what the workspace lacks; a wrong column is a mistake wherever it is written. */
const oncePerName: ReadonlySet<string> = new Set(['unknown-table', 'unknown-function'])

/** What the official binder says about a rule's query, at its place in the rule file. */
export function queryFindings(query: RuleQuery, analysis: QueryAnalysis, world: QueryWorld): readonly Diagnostic[] {
  const seen = new Set<string>()
  return analysis.diagnostics.flatMap(found => {
    const finding = findingOf(query, found, world)
    const name = query.value.slice(found.start, found.end)
    const key = `${finding.id} ${name}`
    if (oncePerName.has(finding.id) && seen.has(key)) return []
    seen.add(key)
    return [finding]
  })
}

function findingOf(query: RuleQuery, found: QueryDiagnostic, world: QueryWorld): Diagnostic {
  const byKusto = found.code.startsWith('KS')
  const id = namedCodes[found.code] ?? namedKinds[found.kind]
  const fix = found.fix ?? fixes[id]?.(query.value.slice(found.start, found.end), world)
  return {
    id,
    // Kusto runs what this engine does not support: the rule is right, it only cannot be replayed.
    severity: found.kind === 'unsupported' ? 'warning' : found.severity,
    category: 'finding',
    message: found.message,
    span: spanInQuery(query, found.start, found.end),
    ...(byKusto && { kusto: found.code }),
    ...(fix !== undefined && { fix }),
  }
}
