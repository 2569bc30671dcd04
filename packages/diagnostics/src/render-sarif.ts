import type { Log, Notification, ReportingDescriptor, Result } from 'sarif'
import { type Diagnostic, isError, type Severity } from './diagnostic.ts'
import { inOrder } from './in-order.ts'
import { jsonDocument } from './json-text.ts'
import type { Printable } from './printable.ts'
import { spanPositions } from './render-json.ts'
import type { Span } from './source.ts'

const levels: Record<Severity, Result.level> = { error: 'error', warning: 'warning', info: 'note' }

/** The tool as the log names it; `describe` answers one sentence for the id of a diagnostic, where there is one. */
export interface SarifTool {
  readonly name: string
  readonly version: string
  readonly describe: (id: string) => string | undefined
}

/**
 * A SARIF 2.1.0 log (OASIS standard) with one run; paths stay relative to the root of the checkout. Readers want a location
 * for every result, so findings without a span are reported on the invocation.
 */
export function renderSarif(diagnostics: readonly Diagnostic[], { name, version, describe }: SarifTool): Printable {
  const shown = inOrder(diagnostics)
  const ids = [...new Set(shown.map(({ id }) => id))].sort()
  const spanless = shown.filter(({ span }) => !span)
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name, version, rules: ids.map(id => ruleOf(id, describe(id))) } },
        ...(spanless.length > 0 && {
          invocations: [
            {
              executionSuccessful: !spanless.some(isError),
              toolConfigurationNotifications: spanless.map(notification),
            },
          ],
        }),
        columnKind: 'utf16CodeUnits',
        results: shown.flatMap(({ span, ...diagnostic }) =>
          span ? [resultOf({ span, ...diagnostic }, ids.indexOf(diagnostic.id))] : [],
        ),
      },
    ],
  }
  return jsonDocument(log)
}

function ruleOf(id: string, sentence: string | undefined): ReportingDescriptor {
  return { id, ...(sentence !== undefined && { shortDescription: { text: sentence } }) }
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
