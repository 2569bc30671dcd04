import { lookUp } from '@tripline/diagnostics'
import { previewKinds, previewProperties } from '@tripline/schemas'
import { type Answer, badRequest, ok, refusal } from '../http/answer.ts'
import { inSecurityInsights, isPreview } from '../http/api-versions.ts'
import { page } from '../http/page.ts'
import { type Call, inWorkspace, resourceId, type WorkspaceRoute, type WorkspaceService } from '../http/route.ts'
import { queryFault } from '../service/query-fault.ts'
import { propertyFault, withStoredDurations } from '../service/rule-properties.ts'
import { type ServiceKind, serviceKinds, withDefaults } from '../service/service-kind.ts'
import { alertRules, deletedRules, type StoredRule } from '../state/collections.ts'
import { nextEtag } from '../state/emulator-state.ts'

const collection = inWorkspace('/providers/Microsoft.SecurityInsights/alertRules')
const versions = inSecurityInsights('alertRules')
const item = `${collection}/{ruleId}`

/** How long the id of a deleted rule cannot be used. */
const tombstoneMilliseconds = 24 * 3_600_000

const visible = (call: Call, rule: StoredRule): boolean => isPreview(call) || !previewKinds.has(rule.kind)

const without = (properties: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name)))

function documentOf(call: Call, { world }: WorkspaceService, rule: StoredRule): Record<string, unknown> {
  const { name, kind, etag, properties } = rule
  return {
    id: `${resourceId(collection, call, world)}/${name}`,
    name,
    type: versions.type,
    kind,
    etag,
    properties: isPreview(call) ? properties : without(properties, previewProperties),
  }
}

function list(call: Call, service: WorkspaceService): Answer {
  const rules = [...alertRules(service.world).values()].filter(rule => visible(call, rule))
  return ok(
    page(
      rules.map(rule => documentOf(call, service, rule)),
      call.url,
      service.pageSize,
    ),
  )
}

function get(call: Call, service: WorkspaceService): Answer {
  const rule = alertRules(service.world).get(call.at.ruleId!.toLowerCase())
  return rule && visible(call, rule)
    ? ok(documentOf(call, service, rule))
    : refusal(404, 'NotFound', `Alert rule '${call.at.ruleId}' was not found.`)
}

interface RuleBody {
  readonly kind?: unknown
  readonly etag?: unknown
  readonly properties?: Readonly<Record<string, unknown>>
}

function put(call: Call, context: WorkspaceService): Answer {
  const { world, state, clock } = context
  const body = (call.body ?? {}) as RuleBody
  const id = call.at.ruleId!
  const stored = alertRules(world).get(id.toLowerCase())
  const kind = lookUp(serviceKinds, String(body.kind))
  if (!kind || (previewKinds.has(String(body.kind)) && !isPreview(call))) {
    return badRequest(`Invalid kind '${body.kind}' for api-version ${call.apiVersion}.`)
  }
  const sent = body.properties ?? {}
  const properties = isPreview(call) ? sent : without(sent, previewProperties)
  const refused =
    bodyFault(kind, properties) ??
    tombstoneFault(id, context) ??
    updateFault(call, body, kind, stored) ??
    nameFault(id, properties, context) ??
    (typeof properties.query === 'string' ? queryFault(properties.query, context.names(world)) : undefined)
  if (typeof refused === 'string') return badRequest(refused)
  if (refused) return refused

  const complete = withStoredDurations(withDefaults(kind, properties))
  const rule: StoredRule = {
    name: stored?.name ?? id,
    kind: String(body.kind),
    etag: nextEtag(state),
    properties: { ...complete, lastModifiedUtc: clock().toISOString() },
  }
  alertRules(world).set(id.toLowerCase(), rule)
  deletedRules(world).delete(id.toLowerCase())
  return ok(documentOf(call, context, rule), stored ? 200 : 201)
}

function bodyFault(kind: ServiceKind, properties: Readonly<Record<string, unknown>>): string | undefined {
  const assigned = kind.readOnly.find(name => name in properties)
  if (assigned !== undefined) return `Read-only property '${assigned}' cannot be assigned`
  const missing = kind.required.find(name => properties[name] === undefined || properties[name] === null)
  return missing === undefined ? propertyFault(properties) : `Required property '${missing}' is missing.`
}

function tombstoneFault(id: string, { world, clock }: WorkspaceService): string | undefined {
  const deleted = deletedRules(world).get(id.toLowerCase())
  return deleted !== undefined && clock().getTime() - Date.parse(deleted.at) < tombstoneMilliseconds
    ? `The rule with id '${id}' was recently deleted. You need to allow some time before re-using the same id.`
    : undefined
}

function updateFault(call: Call, body: RuleBody, kind: ServiceKind, stored: StoredRule | undefined) {
  if (!stored) return undefined
  if (body.kind !== stored.kind) return `The kind of rule '${stored.name}' cannot be changed.`
  if (kind.installsOnce) {
    const template = stored.properties.alertRuleTemplateName
    return `Analytics rule template '${template}' is already installed for workspace '${call.at.workspace}'.`
  }
  if (body.etag === stored.etag || (body.etag === undefined && !kind.etagRequired)) return undefined
  const where = `rule '${stored.name}' exists for workspace '${call.at.workspace}'`
  return refusal(409, 'Conflict', `Newer instance of ${where} (Etag does not match). Data was not saved.`)
}

function nameFault(id: string, { displayName }: Readonly<Record<string, unknown>>, { world }: WorkspaceService) {
  if (displayName === undefined) return undefined
  const other = [...alertRules(world).values()].find(
    rule => rule.properties.displayName === displayName && rule.name.toLowerCase() !== id.toLowerCase(),
  )
  return other && `A rule with the display name '${displayName}' already exists: '${other.name}'.`
}

function remove(call: Call, { world, state, clock }: WorkspaceService): Answer {
  const id = call.at.ruleId!.toLowerCase()
  if (!alertRules(world).delete(id)) return { status: 204 }
  deletedRules(world).set(id, { at: clock().toISOString() })
  state.revision += 1
  return { status: 200 }
}

/** Analytics rules: synchronous, the etag in the body, no PATCH. */
export const alertRuleRoutes: readonly WorkspaceRoute[] = [
  { method: 'GET', path: collection, versions, handle: list },
  { method: 'GET', path: item, versions, handle: get },
  { method: 'PUT', path: item, versions, handle: put },
  { method: 'DELETE', path: item, versions, handle: remove },
]
