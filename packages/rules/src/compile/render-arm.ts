import type { PlainValue } from '@tripline/yaml'
import type { CompiledResource } from './compiled-resource.ts'

/** One template that deploys the rules into the workspace that its parameter `workspace` names. */
export const renderArm = (resources: readonly CompiledResource[]): PlainValue => ({
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  parameters: { workspace: { type: 'string' } },
  resources: resources.map(({ id, apiVersion, body }) => ({
    type: 'Microsoft.OperationalInsights/workspaces/providers/alertRules',
    apiVersion,
    name: `[concat(parameters('workspace'), '/Microsoft.SecurityInsights/${id}')]`,
    kind: body.kind,
    properties: literal(body.properties),
  })),
})

/** A text in brackets is an expression to the resource manager; a doubled bracket keeps it a text. */
function literal(value: PlainValue): PlainValue {
  if (typeof value === 'string') return value.startsWith('[') && value.endsWith(']') ? `[${value}` : value
  if (Array.isArray(value)) return value.map(literal)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, literal(item)]))
}
