import type { Log, Notification, ReportingDescriptor, Result } from 'sarif'
import { type Diagnostic, isError, type Severity } from './diagnostic.ts'
import { fingerprints } from './fingerprint.ts'
import { inOrder } from './in-order.ts'
import { jsonDocument } from './json-text.ts'
import type { Printable } from './printable.ts'
import { spanPositions } from './render-json.ts'
import type { Span } from './source.ts'

const levels: Record<Severity, Result.level> = { error: 'error', warning: 'warning', info: 'note' }

/** The page about the diagnostics of one id: its first sentence, all of its Markdown, and its address. */
export interface SarifPage {
  readonly sentence: string
  readonly markdown: string
  readonly uri: string
}

/** The tool as the log names it, with the pages of those ids that have one. */
export interface SarifTool {
  readonly name: string
  readonly version: string
  readonly page: (id: string) => SarifPage | undefined
}

/**
 * A SARIF 2.1.0 log (OASIS standard) with one run; relative paths stay relative. Readers want a location for every result,
 * so findings without a span are reported on the invocation.
 */
export function renderSarif(diagnostics: readonly Diagnostic[], { name, version, page }: SarifTool): Printable {
  const shown = inOrder(diagnostics)
  const ids = [...new Set(shown.map(({ id }) => id))].sort()
  const spanless = shown.filter(({ span }) => !span)
  const located = shown.flatMap(({ span, ...diagnostic }) => (span ? [{ ...diagnostic, span }] : []))
  const marks = fingerprints(located)
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name, version, rules: ids.map(id => ruleOf(id, page(id))) } },
        ...(spanless.length > 0 && {
          invocations: [
            {
              executionSuccessful: !spanless.some(isError),
              toolConfigurationNotifications: spanless.map(notification),
            },
          ],
        }),
        columnKind: 'utf16CodeUnits',
        results: located.map((diagnostic, index) => ({
          ...resultOf(diagnostic, ids.indexOf(diagnostic.id)),
          // The name that code scanning looks for.
          partialFingerprints: { primaryLocationLineHash: marks[index]! },
        })),
      },
    ],
  }
  return jsonDocument(log)
}

function ruleOf(id: string, page: SarifPage | undefined): ReportingDescriptor {
  if (!page) return { id }
  const { sentence, markdown, uri } = page
  return { id, shortDescription: { text: sentence }, help: { text: markdown, markdown }, helpUri: uri }
}

const textOf = ({ message, fix }: Diagnostic): { text: string } => ({
  text: [message, fix].filter(part => part !== undefined).join('\n'),
})

const notification = (diagnostic: Diagnostic): Notification => ({
  descriptor: { id: diagnostic.id },
  level: levels[diagnostic.severity],
  message: textOf(diagnostic),
})

function resultOf(diagnostic: Diagnostic & { readonly span: Span }, ruleIndex: number): Result {
  const { file, line, column, endLine, endColumn } = spanPositions(diagnostic.span)
  const region = { startLine: line, startColumn: column, endLine, endColumn }
  return {
    ruleId: diagnostic.id,
    ruleIndex,
    level: levels[diagnostic.severity],
    message: textOf(diagnostic),
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) }, region } }],
    ...((diagnostic.kusto ?? diagnostic.code) !== undefined && { properties: codesOf(diagnostic) }),
  }
}

/** A relative URI reference for a relative path; an absolute path becomes a file URI. */
function uriOf(path: string): string {
  const encoded = path.toWellFormed().split(/[\\/]/).map(encodeURIComponent).join('/')
  return encoded.startsWith('/') ? `file://${encoded}` : encoded
}

const codesOf = ({ kusto, code }: Diagnostic) => ({
  ...(kusto !== undefined && { kusto }),
  ...(code !== undefined && { code }),
})
