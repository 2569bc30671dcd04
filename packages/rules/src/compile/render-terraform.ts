import type { PlainValue } from '@tripline/yaml'
import type { CompiledResource } from './compiled-resource.ts'

/**
 * One `*.tf.json` that deploys the rules into the workspace whose resource id is `var.workspace_id`. It uses the azapi
 * provider, which sends bodies whole; the azurerm provider's resources lack fields.
 */
export const renderTerraform = (resources: readonly CompiledResource[]): PlainValue => ({
  terraform: { required_providers: { azapi: { source: 'Azure/azapi', version: '>= 2.0' } } },
  variable: {
    workspace_id: {
      type: 'string',
      description: 'Resource id of the Log Analytics workspace that has Microsoft Sentinel.',
    },
  },
  resource: {
    azapi_resource: Object.fromEntries(
      resources.map(({ id, apiVersion, body }) => [
        `rule_${id.replace(/\W/g, '_')}`,
        {
          type: `Microsoft.SecurityInsights/alertRules@${apiVersion}`,
          name: id,
          parent_id: `\${var.workspace_id}`,
          body: { kind: body.kind, properties: literal(body.properties) },
        },
      ]),
    ),
  },
})

/** In Terraform's JSON every text is a template: `\${` and `%{` begin an expression unless their first sign is doubled. */
function literal(value: PlainValue): PlainValue {
  if (typeof value === 'string') return value.replace(/[$%]\{/g, sign => sign[0] + sign)
  if (Array.isArray(value)) return value.map(literal)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, literal(item)]))
}
