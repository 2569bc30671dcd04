import { type Diagnostic, defineDiagnostics, type Located, positionAt, type Span } from '@tripline/diagnostics'
import type { AcceptedFinding, RuleDraft, RuleQuery } from '../document/rule.ts'
import { spanInQuery } from '../query/query-span.ts'

const report = defineDiagnostics({
  'suppress-unused': {
    severity: 'warning',
    message: (id: string) => `no finding ${id} to accept`,
    fix: () => 'remove it, so that it does not hide a future finding',
  },
  'suppress-expired': {
    severity: 'warning',
    message: (id: string, until: string) => `the acceptance of ${id} expired on ${until}`,
    fix: () => 'fix it, or choose a later date',
  },
  'suppress-without-reason': {
    severity: 'warning',
    message: (id: string) => `${id} is not accepted because the comment gives no reason`,
    fix: (id: string) => `// tripline:disable-next-line ${id} -- the reason`,
  },
})

/** A finding that the author takes responsibility for: anywhere in the file, or on one line of it. */
interface Acceptance {
  readonly check: Located<string>
  readonly line?: number
}

const comment = /\/\/[ \t]*tripline:disable-next-line[ \t]+([\w-]+)(?:[ \t]+--[ \t]*(\S.*)?)?/g

/** The comments of a query that accept what is found on the line after them. */
function* commentsIn(query: RuleQuery): Generator<Acceptance & { readonly reason: string | undefined }> {
  for (const { 0: whole, 1: id = '', 2: reason, index } of query.value.matchAll(comment)) {
    const start = index + whole.indexOf(id)
    const span: Span = spanInQuery(query, start, start + id.length)
    yield { check: { value: id, span }, line: positionAt(span.file, span.start).line + 1, reason }
  }
}

const isExpired = ({ until }: AcceptedFinding, now: bigint | undefined): boolean =>
  until !== undefined && now !== undefined && until.value <= now

/**
 * The findings without those that `metadata.tripline.suppress` or a comment in the query accepts. Errors cannot be
 * accepted: the rule would still not work. What accepts nothing is itself a finding. `now` (ticks) ends what is accepted
 * for a time; without it nothing ends.
 */
export function withoutAccepted(
  rule: RuleDraft,
  findings: readonly Diagnostic[],
  now: bigint | undefined,
): readonly Diagnostic[] {
  const comments = 'query' in rule && rule.query ? [...commentsIn(rule.query)] : []
  const valid = rule.tripline.suppress.filter(accepted => !isExpired(accepted, now))
  const expired = rule.tripline.suppress.filter(accepted => isExpired(accepted, now))
  const acceptances: readonly Acceptance[] = [...valid, ...comments.filter(({ reason }) => reason)]
  const covers = ({ check, line }: Acceptance, { id, severity, span }: Diagnostic): boolean =>
    severity !== 'error' &&
    id === check.value &&
    (line === undefined || (span !== undefined && positionAt(span.file, span.start).line === line))
  return [
    ...findings.filter(finding => !acceptances.some(acceptance => covers(acceptance, finding))),
    ...acceptances
      .filter(acceptance => !findings.some(finding => covers(acceptance, finding)))
      .map(({ check }) => report['suppress-unused'](check.span, check.value)),
    ...expired.map(({ check, until }) => {
      const { file, start, end } = until!.span
      return report['suppress-expired'](check.span, check.value, file.text.slice(start, end))
    }),
    ...comments
      .filter(({ reason }) => !reason)
      .map(({ check }) => report['suppress-without-reason'](check.span, check.value)),
  ]
}
