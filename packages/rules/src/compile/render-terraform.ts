import type { JsonValue } from '@tripline/diagnostics'
import type { CompiledResource } from './compiled-resource.ts'
import { addressOf, symbolOf } from './resource-address.ts'

/**
 * One `*.tf.json` that deploys the rules into the workspace whose resource id is `var.workspace_id`. It uses the azapi
 * provider, which sends bodies whole; the azurerm provider's resources lack fields.
 */
export const renderTerraform = (resources: readonly CompiledResource[]): JsonValue => ({
  terraform: { required_providers: { azapi: { source: 'Azure/azapi', version: '>= 2.0' } } },
  variable: {
    workspace_id: {
      type: 'string',
      description: 'Resource id of the Log Analytics workspace that has Microsoft Sentinel.',
    },
  },
  resource: { azapi_resource: Object.fromEntries(resources.map(resource => [symbolOf(resource), block(resource)])) },
})

const block = ({ type, id, apiVersion, body, hash }: CompiledResource): JsonValue => ({
  // Terraform reads past this key in a block.
  '//': `sha256 ${hash}`,
  type: `${addressOf[type].type}@${apiVersion}`,
  name: id,
  parent_id: `\${var.workspace_id}`,
  body: literal({ ...body }),
  // A provider that is older than the interface's version would refuse it.
  schema_validation_enabled: false,
})

/** In Terraform's JSON every text is a template: `\${` and `%{` begin an expression unless their first sign is doubled. */
const literalText = (text: string): string => text.replace(/[$%]\{/g, sign => sign[0] + sign)

function literal(value: JsonValue): JsonValue {
  if (typeof value === 'string') return literalText(value)
  if (Array.isArray(value)) return value.map(literal)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [literalText(key), literal(item)]))
}
