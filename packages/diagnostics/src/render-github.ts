import type { Diagnostic, Severity } from './diagnostic.ts'
import { inOrder } from './in-order.ts'
import { neutralize } from './neutralize.ts'
import { Printable } from './printable.ts'
import { diagnosticRow } from './render-json.ts'

const commands: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'notice' }

/** Workflow commands, which GitHub shows as annotations of the changed lines. */
export function renderGitHub(diagnostics: readonly Diagnostic[]): Printable {
  const lines = inOrder(diagnostics).map(diagnostic => `${commandOf(diagnostic)}\n`)
  return new Printable(lines.join(''), true)
}

function commandOf(diagnostic: Diagnostic): string {
  const { file, line, endLine, column, endColumn } = diagnosticRow(diagnostic)
  const columns = line === endLine ? { col: column, endColumn } : {} // GitHub ignores columns across lines
  const title = [diagnostic.id, diagnostic.kusto, diagnostic.code].filter(part => part !== undefined).join(' ')
  const properties = Object.entries({ file, line, endLine, ...columns, title })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
  const text = [diagnostic.message, diagnostic.fix].filter(part => part !== undefined).join('\n')
  // Line breaks have escapes here; what else a terminal or another runner would act on has none.
  return `::${commands[diagnostic.severity]}${neutralize(` ${properties.join(',')}::${escapeData(text)}`)}`
}

const escapeData = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const escapeProperty = (text: string) => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
