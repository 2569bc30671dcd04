import type { JsonValue } from '@tripline/diagnostics'
import type { CompiledResource } from './compiled-resource.ts'
import { addressOf } from './resource-address.ts'

/** One template that deploys the rules into the workspace that its parameter `workspace` names; hashes by id in its metadata. */
export const renderArm = (resources: readonly CompiledResource[]): JsonValue => ({
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  metadata: { sha256: Object.fromEntries(resources.map(({ id, hash }) => [id, hash])) },
  parameters: { workspace: { type: 'string' } },
  resources: resources.map(resource),
})

function resource({ type, id, apiVersion, body }: CompiledResource): JsonValue {
  const { armType, armPrefix } = addressOf[type]
  return {
    type: armType,
    apiVersion,
    name: `[concat(parameters('workspace'), '/${armPrefix}${id}')]`,
    ...body,
    properties: literal(body.properties),
  }
}

/** A text in brackets is an expression to the resource manager; a doubled bracket keeps it a text. */
function literal(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.startsWith('[') && value.endsWith(']') ? `[${value}` : value
  if (Array.isArray(value)) return value.map(literal)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, literal(item)]))
}
