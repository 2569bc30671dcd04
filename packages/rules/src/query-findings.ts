import type { Diagnostic } from '@tripline/diagnostics'
import type { QueryAnalysis, QueryDiagnostic, QueryErrorKind } from '@tripline/kql/compile'
import { connectorsOf, parserOrigin } from '@tripline/schemas'
import type { RuleQuery } from './document/rule.ts'
import { spanInQuery } from './query/query-span.ts'

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

/** What to write where a name means nothing, and no other name is near. */
const fixes: Readonly<Record<string, string>> = {
  'unknown-table': 'describe the table, with its columns, in a file of schemas/',
  'unknown-function': 'declare a function of the workspace under functions in tripline.yaml',
}

/** Where a name comes from that the workspace lacks; what is known of it outweighs a name that looks like it. */
function originOf(id: string, name: string): string | undefined {
  if (!oncePerName.has(id)) return undefined
  const parser = parserOrigin(name)
  if (parser) return `${name} is ${parser}; declare it under functions in tripline.yaml`
  const connectors = connectorsOf(name)
  const description = `describe it, with its columns, in schemas/${name}.yaml`
  if (connectors.length > 0) return `${name} comes with the data connector ${connectors.join(' or ')}; ${description}`
  return name.endsWith('_CL') ? `${name} is a custom table; ${description}` : undefined
}

/** One message a name is enough for what the workspace lacks; a wrong column is a mistake wherever it is written. */
const oncePerName: ReadonlySet<string> = new Set(['unknown-table', 'unknown-function'])

/** What the official binder, and the engine that replays, say about a rule's query, at its place in the rule file. */
export function queryFindings(
  query: RuleQuery,
  { diagnostics, refusals }: QueryAnalysis,
  { isReplayed }: { readonly isReplayed: boolean },
): readonly Diagnostic[] {
  const seen = new Set<string>()
  return [...diagnostics, ...(isReplayed ? refusals : [])].flatMap(found => {
    const finding = findingOf(query, found)
    const name = query.value.slice(found.start, found.end)
    const key = `${finding.id} ${name}`
    if (oncePerName.has(finding.id) && seen.has(key)) return []
    seen.add(key)
    return [finding]
  })
}

function findingOf(query: RuleQuery, found: QueryDiagnostic): Diagnostic {
  const byKusto = found.code.startsWith('KS')
  const id = namedCodes[found.code] ?? namedKinds[found.kind]
  const fix = originOf(id, query.value.slice(found.start, found.end)) ?? found.fix ?? fixes[id]
  return {
    id,
    // Kusto runs what this engine does not support: the rule is right, it only cannot be replayed.
    severity: found.kind === 'unsupported' ? 'info' : found.severity,
    category: 'finding',
    message: found.message,
    span: spanInQuery(query, found.start, found.end),
    ...(byKusto && { kusto: found.code }),
    ...(fix !== undefined && { fix }),
  }
}
