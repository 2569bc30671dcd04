import { isRecord, lookUp } from '@tripline/diagnostics'
import { previewKinds, previewProperties } from '@tripline/schemas'
import { inSecurityInsights, isPreview } from '../http/api-versions.ts'
import { type Call, inWorkspace } from '../http/route.ts'
import { queryFault } from '../service/query-fault.ts'
import { scheduleFault, withStoredDurations } from '../service/rule-properties.ts'
import { serviceKinds, withDefaults } from '../service/service-kind.ts'
import { anything, resource, type Shape } from '../service/shape.ts'
import { alertRules, deletedRules } from '../state/collections.ts'
import type { StoredResource } from '../state/resource-store.ts'
import { resourceRoutes, type Write } from './resource-routes.ts'

/** How long the id of a deleted rule cannot be used. */
const tombstoneMilliseconds = 24 * 3_600_000

const isKnown = (kind: string, call: Call): boolean =>
  lookUp(serviceKinds, kind) !== undefined && (isPreview(call) || !previewKinds.has(kind))

/** A stable version neither stores nor shows the properties that only preview versions have. */
const known = (properties: Readonly<Record<string, unknown>>, call: Call): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(properties).filter(([name]) => isPreview(call) || !previewProperties.includes(name)),
  )

/** The kind decides what the properties may be. */
const body =
  (call: Call): Shape =>
  (value, path) => {
    const kind = isRecord(value) && typeof value.kind === 'string' ? value.kind : ''
    if (!isKnown(kind, call)) return `Invalid kind '${kind}' for api-version ${call.apiVersion}.`
    return resource(serviceKinds[kind]!.properties, { kind: anything, etag: anything })(value, path)
  }

const kindOf = ({ kind }: { readonly kind?: string }) => serviceKinds[kind!]!

/** The checks of the service beyond the body's shape, in its order. */
const refuse = (write: Write): string | undefined =>
  scheduleFault(write.properties) ??
  tombstoneFault(write) ??
  updateFault(write) ??
  nameFault(write) ??
  limitFault(write) ??
  (typeof write.properties.query === 'string'
    ? queryFault(write.properties.query, write.context.names(write.context.workspace))
    : undefined)

function tombstoneFault({ name, context: { workspace, clock } }: Write): string | undefined {
  const deleted = deletedRules(workspace).get(name.toLowerCase())
  return deleted !== undefined && clock().getTime() - Date.parse(deleted.at) < tombstoneMilliseconds
    ? `The rule with id '${name}' was recently deleted. You need to allow some time before re-using the same id.`
    : undefined
}

function updateFault({ kind, stored, call }: Write): string | undefined {
  if (!stored) return undefined
  if (kind !== stored.kind) return `The kind of rule '${stored.name}' cannot be changed.`
  if (!kindOf(stored).installsOnce) return undefined
  const template = stored.properties.alertRuleTemplateName
  return `Analytics rule template '${template}' is already installed for workspace '${call.at.workspace}'.`
}

const others = ({ name, context: { workspace } }: Write): readonly StoredResource[] =>
  [...alertRules(workspace).values()].filter(rule => rule.name.toLowerCase() !== name.toLowerCase())

function nameFault(write: Write): string | undefined {
  const { displayName } = write.properties
  if (displayName === undefined || !write.context.uniqueNames) return undefined
  const other = others(write).find(rule => rule.properties.displayName === displayName)
  return other && `A rule with the display name '${displayName}' already exists: '${other.name}'.`
}

function limitFault(write: Write): string | undefined {
  const { mostEnabled } = kindOf(write)
  if (mostEnabled === undefined || write.properties.enabled !== true) return undefined
  const enabled = others(write).filter(({ kind, properties }) => kind === write.kind && properties.enabled === true)
  return enabled.length < mostEnabled
    ? undefined
    : `The workspace has ${mostEnabled} enabled rules of the kind ${write.kind}, which is the limit.`
}

/** Analytics rules: synchronous, the etag in the body, no PATCH. */
export const alertRuleRoutes = resourceRoutes({
  path: inWorkspace('/providers/Microsoft.SecurityInsights/alertRules'),
  key: 'ruleId',
  noun: 'rule',
  versions: inSecurityInsights('alertRules'),
  held: alertRules,
  body,
  paged: true,
  shown: (stored, call) => (isKnown(stored.kind!, call) ? known(stored.properties, call) : undefined),
  etagRequired: stored => kindOf(stored).etagRequired === true,
  created: 201,
  absent: 204,
  refuse,
  complete(write) {
    const { call, name, properties, context } = write
    deletedRules(context.workspace).delete(name.toLowerCase())
    return {
      ...withStoredDurations(withDefaults(kindOf(write), known(properties, call))),
      lastModifiedUtc: context.clock().toISOString(),
    }
  },
  removed({ name }, { workspace, clock }) {
    deletedRules(workspace).set(name.toLowerCase(), { at: clock().toISOString() })
  },
})
