import type { PlainValue } from '@tripline/yaml'
import type { CompiledResource } from './compiled-resource.ts'

const header = `@description('Name of the Log Analytics workspace that has Microsoft Sentinel.')
param workspace string

resource target 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: workspace
}
`

/** One Bicep file that deploys the rules into the workspace that its parameter `workspace` names. */
export const renderBicep = (resources: readonly CompiledResource[]): string =>
  [header, ...resources.map(renderResource)].join('\n')

const renderResource = ({ id, apiVersion, body }: CompiledResource): string =>
  `resource rule_${id.replace(/\W/g, '_')} 'Microsoft.SecurityInsights/alertRules@${apiVersion}' = {
  scope: target
  name: ${textLiteral(id)}
  kind: ${textLiteral(body.kind)}
  properties: ${literal(body.properties, '  ')}
}
`

function literal(value: PlainValue, indent: string): string {
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

const keyLiteral = (key: string): string => (/^[A-Za-z_]\w*$/.test(key) ? key : textLiteral(key))

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\', "'": "\\'" }

/** A single-quoted text; `\${` would begin an interpolation. */
const textLiteral = (text: string): string =>
  `'${text
    .replace(/[\\'\n\r\t]/g, character => escapes[character]!)
    .replaceAll('${', '\\${')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that have no escape of their own
    .replace(/[\0-\x1f\x7f]/g, character => `\\u{${character.charCodeAt(0).toString(16)}}`)}'`
