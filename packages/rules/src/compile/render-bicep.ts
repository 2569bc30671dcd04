import type { JsonValue } from '@tripline/diagnostics'
import { isNeutral, neutralize } from '@tripline/diagnostics'
import type { CompiledResource } from './compiled-resource.ts'
import { addressOf, symbolOf } from './resource-address.ts'

const header = `@description('Name of the Log Analytics workspace that has Microsoft Sentinel.')
param workspace string

resource target 'Microsoft.OperationalInsights/workspaces@2025-02-01' existing = {
  name: workspace
}
`

/** One Bicep file that deploys the rules into the workspace that its parameter `workspace` names. */
export const renderBicep = (resources: readonly CompiledResource[]): string =>
  [header, ...resources.map(renderResource)].join('\n')

function renderResource(resource: CompiledResource): string {
  const { type, id, apiVersion, body, hash } = resource
  const address = addressOf[type]
  const members = Object.entries(body).map(([key, value]) => `  ${key}: ${literal(value, '  ')}\n`)
  return `// sha256 ${hash}
resource ${symbolOf(resource)} '${address.type}@${apiVersion}' = {
  ${address.placedBy}: target
  name: ${textLiteral(id)}
${members.join('')}}
`
}

function literal(value: JsonValue, indent: string): string {
  if (typeof value === 'string') return textLiteral(value)
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : `json('${value}')`
  if (value === null || typeof value === 'boolean') return String(value)
  const inner = `${indent}  `
  const lines = Array.isArray(value)
    ? value.map(item => literal(item, inner))
    : Object.entries(value).map(([key, item]) => `${keyLiteral(key)}: ${literal(item, inner)}`)
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return lines.length === 0 ? `${open}${close}` : [open, ...lines.map(line => inner + line), indent + close].join('\n')
}

const keyLiteral = (key: string): string =>
  /^[A-Za-z_]\w*$/.test(key) && !['true', 'false', 'null'].includes(key) ? key : quoted(key)

/** Text of several lines between three quotes, where every sign stands for itself, so that a query can be read. */
const textLiteral = (text: string): string => (isVerbatim(text) ? `'''\n${text}'''` : quoted(text))

/** What an editor might change, or a terminal or a CI runner act on, is written as an escape. */
const isVerbatim = (text: string): boolean => /\n./.test(text) && !/'''|'$|\r/.test(text) && isNeutral(text)

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\', "'": "\\'" }

const escaped = (character: string): string => `\\u{${character.codePointAt(0)!.toString(16)}}`

/** A single-quoted text; `\${` would begin an interpolation. */
const quoted = (text: string): string =>
  `'${neutralize(text.replace(/[\\'\n\r\t]/g, character => escapes[character]!).replaceAll('${', '\\${'), escaped)}'`
