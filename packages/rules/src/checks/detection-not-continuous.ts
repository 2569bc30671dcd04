import { defineCheck } from '../checking/check.ts'
import { isContinuous } from '../detection/detection-frequency.ts'
import type { RuleQuery } from '../document/rule.ts'
import { codeOf, firstComment, spanInQuery } from '../query/query-span.ts'

/** Operators after a pipe that look at one row at a time; continuous rules can use no others. */
const rowwise: ReadonlySet<string> = new Set(['extend', 'parse', 'project', 'project-away', 'project-rename', 'where'])

/** The tables of Defender XDR that rules can follow continuously. */
const followed: ReadonlySet<string> = new Set(
  `AlertEvidence CloudAppEvents DeviceEvents DeviceFileCertificateInfo DeviceFileEvents DeviceImageLoadEvents DeviceInfo
  DeviceLogonEvents DeviceNetworkEvents DeviceNetworkInfo DeviceProcessEvents DeviceRegistryEvents EmailAttachmentInfo
  EmailEvents EmailPostDeliveryEvents EmailUrlInfo IdentityDirectoryEvents IdentityLogonEvents IdentityQueryEvents
  UrlClickEvents`.split(/\s+/),
)

export const detectionNotContinuous = defineCheck({
  id: 'detection-not-continuous',
  severity: 'error',
  kinds: ['CustomDetection'],
  says: (what: string) => `a query that runs continuously cannot have ${what}`,
  fix: () => 'run it every hour, or rewrite it with where, extend, parse and project over one table',
  *run({ frequency }, { analysed }) {
    if (!frequency || !isContinuous(frequency.value) || !analysed) return
    const { query, analysis } = analysed
    const [first, ...others] = analysis.tables
    if (others.length > 0) yield this.at(query, `several tables: ${analysis.tables.join(', ')}`)
    else if (first !== undefined && !followed.has(first)) yield this.at(query, `the table ${first}`)
    for (const { start, end, what } of obstacles(query)) yield this.at({ span: spanInQuery(query, start, end) }, what)
  },
})

/** What in a text needs more than one row, or is a comment. */
function* obstacles({ value }: RuleQuery) {
  const code = codeOf(value)
  const comment = firstComment(value)
  if (comment !== undefined) yield { start: comment, end: comment + 2, what: 'comments' }
  for (const { index, 0: text, 1: operator = '' } of code.matchAll(/\|\s*([a-z-]+)/g)) {
    if (!rowwise.has(operator)) {
      yield { start: index + text.length - operator.length, end: index + text.length, what: `the operator ${operator}` }
    }
  }
  const call = /\b(?:externaldata|union|join)\b/.exec(code.replace(/\|\s*[a-z-]+/g, text => ' '.repeat(text.length)))
  if (call) yield { start: call.index, end: call.index + call[0].length, what: call[0] }
}
