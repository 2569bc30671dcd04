import { inSecurityInsights, isPreview } from '../http/api-versions.ts'
import { caller, inWorkspace } from '../http/route.ts'
import { automationRuleShape, previewAutomationRuleShape } from '../service/automation-rule-shape.ts'
import { anything, resource } from '../service/shape.ts'
import { automationRules } from '../state/collections.ts'
import { resourceRoutes, type Write } from './resource-routes.ts'

const stable = resource(automationRuleShape, { etag: anything })
const preview = resource(previewAutomationRuleShape, { etag: anything })

/** Automation rules of a workspace. */
const limit = 512

const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

function refuse({ name, stored, context: { workspace } }: Write): string | undefined {
  if (!guid.test(name)) return `The id of an automation rule must be a GUID: '${name}'.`
  return stored === undefined && automationRules(workspace).size >= limit
    ? `The workspace has ${limit} automation rules, which is the limit.`
    : undefined
}

/** Automation rules: synchronous, the etag in the body; several may have the same order. */
export const automationRuleRoutes = resourceRoutes({
  path: inWorkspace('/providers/Microsoft.SecurityInsights/automationRules'),
  key: 'automationRuleId',
  noun: 'automation rule',
  versions: inSecurityInsights('automationRules'),
  held: automationRules,
  body: call => (isPreview(call) ? preview : stable),
  paged: true,
  etagRequired: () => false,
  created: 201,
  absent: 204,
  deleted: {},
  refuse,
  complete({ properties, stored, context }) {
    const now = context.clock().toISOString()
    return {
      ...properties,
      createdTimeUtc: stored?.properties.createdTimeUtc ?? now,
      lastModifiedTimeUtc: now,
      createdBy: stored?.properties.createdBy ?? caller,
      lastModifiedBy: caller,
    }
  },
})
