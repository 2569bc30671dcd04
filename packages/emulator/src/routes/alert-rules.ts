import { lookUp } from '@tripline/diagnostics'
import { previewKinds, previewProperties } from '@tripline/schemas'
import { type Answer, badRequest, ok, refusal } from '../http/answer.ts'
import { type Call, inWorkspace, type Route, type RouteContext } from '../http/route.ts'
import { queryFault } from '../service/query-fault.ts'
import { propertyFault, withStoredDurations } from '../service/rule-properties.ts'
import { type ServiceKind, serviceKinds, withDefaults } from '../service/service-kind.ts'
import { nextEtag, type StoredRule } from '../state/workspace-state.ts'

const collection = inWorkspace('/providers/Microsoft.SecurityInsights/alertRules')
const item = `${collection}/{ruleId}`

/** Rules on one page of a list. */
const pageSize = 20

/** How long the id of a deleted rule cannot be used. */
const tombstoneMilliseconds = 24 * 3_600_000

const isPreview = ({ query }: Call): boolean => query.get('api-version')!.endsWith('-preview')

const visible = (call: Call, rule: StoredRule): boolean => isPreview(call) || !previewKinds.has(rule.kind)

const without = (properties: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name)))

function documentOf(call: Call, { id, kind, etag, properties }: StoredRule): Record<string, unknown> {
  const path = call.path.slice(0, call.path.toLowerCase().lastIndexOf('/alertrules'))
  return {
    id: `${path}/alertRules/${id}`,
    name: id,
    type: 'Microsoft.SecurityInsights/alertRules',
    kind,
    etag,
    properties: isPreview(call) ? properties : without(properties, previewProperties),
  }
}

function list(call: Call, { state, origin }: RouteContext): Answer {
  const rules = [...state.rules.values()].filter(rule => visible(call, rule))
  const start = Number(call.query.get('$skipToken') ?? 0)
  const end = start + pageSize
  const link = `${origin}${call.path}?api-version=${call.query.get('api-version')}&$skipToken=${end}`
  return ok({
    value: rules.slice(start, end).map(rule => documentOf(call, rule)),
    ...(end < rules.length && { nextLink: link }),
  })
}

function get(call: Call, { state }: RouteContext): Answer {
  const rule = state.rules.get(call.at.ruleId!.toLowerCase())
  return rule && visible(call, rule)
    ? ok(documentOf(call, rule))
    : refusal(404, 'NotFound', `Alert rule '${call.at.ruleId}' was not found.`)
}

interface RuleBody {
  readonly kind?: unknown
  readonly etag?: unknown
  readonly properties?: Readonly<Record<string, unknown>>
}

function put(call: Call, context: RouteContext): Answer {
  const { state, clock } = context
  const body = (call.body ?? {}) as RuleBody
  const id = call.at.ruleId!
  const stored = state.rules.get(id.toLowerCase())
  const kind = lookUp(serviceKinds, String(body.kind))
  if (!kind || (previewKinds.has(String(body.kind)) && !isPreview(call))) {
    return badRequest(`Invalid kind '${body.kind}' for api-version ${call.query.get('api-version')}.`)
  }
  const sent = body.properties ?? {}
  const properties = isPreview(call) ? sent : without(sent, previewProperties)
  const refused =
    bodyFault(kind, properties) ??
    tombstoneFault(id, context) ??
    updateFault(call, body, kind, stored) ??
    nameFault(id, properties, context) ??
    (typeof properties.query === 'string' ? queryFault(properties.query, context.names) : undefined)
  if (typeof refused === 'string') return badRequest(refused)
  if (refused) return refused

  const complete = withStoredDurations(withDefaults(kind, properties))
  const rule: StoredRule = {
    id: stored?.id ?? id,
    kind: String(body.kind),
    etag: nextEtag(state),
    properties: { ...complete, lastModifiedUtc: clock().toISOString() },
  }
  state.rules.set(id.toLowerCase(), rule)
  state.deletedRules.delete(id.toLowerCase())
  return ok(documentOf(call, rule), stored ? 200 : 201)
}

function bodyFault(kind: ServiceKind, properties: Readonly<Record<string, unknown>>): string | undefined {
  const assigned = kind.readOnly.find(name => name in properties)
  if (assigned !== undefined) return `Read-only property '${assigned}' cannot be assigned`
  const missing = kind.required.find(name => properties[name] === undefined || properties[name] === null)
  return missing === undefined ? propertyFault(properties) : `Required property '${missing}' is missing.`
}

function tombstoneFault(id: string, { state, clock }: RouteContext): string | undefined {
  const deleted = state.deletedRules.get(id.toLowerCase())
  return deleted !== undefined && clock().getTime() - Date.parse(deleted) < tombstoneMilliseconds
    ? `The rule with id '${id}' was recently deleted. You need to allow some time before re-using the same id.`
    : undefined
}

function updateFault(call: Call, body: RuleBody, kind: ServiceKind, stored: StoredRule | undefined) {
  if (!stored) return undefined
  if (body.kind !== stored.kind) return `The kind of rule '${stored.id}' cannot be changed.`
  if (kind.installsOnce) {
    const template = stored.properties.alertRuleTemplateName
    return `Analytics rule template '${template}' is already installed for workspace '${call.at.workspace}'.`
  }
  if (body.etag === stored.etag || (body.etag === undefined && !kind.etagRequired)) return undefined
  const where = `rule '${stored.id}' exists for workspace '${call.at.workspace}'`
  return refusal(409, 'Conflict', `Newer instance of ${where} (Etag does not match). Data was not saved.`)
}

function nameFault(id: string, { displayName }: Readonly<Record<string, unknown>>, { state }: RouteContext) {
  if (displayName === undefined) return undefined
  const other = [...state.rules.values()].find(
    rule => rule.properties.displayName === displayName && rule.id.toLowerCase() !== id.toLowerCase(),
  )
  return other && `A rule with the display name '${displayName}' already exists: '${other.id}'.`
}

function remove(call: Call, { state, clock }: RouteContext): Answer {
  const id = call.at.ruleId!.toLowerCase()
  if (!state.rules.delete(id)) return { status: 204 }
  state.deletedRules.set(id, clock().toISOString())
  state.revision += 1
  return { status: 200 }
}

/** Analytics rules: synchronous, the etag in the body, no PATCH. */
export const alertRuleRoutes: readonly Route[] = [
  { method: 'GET', path: collection, handle: list },
  { method: 'GET', path: item, handle: get },
  { method: 'PUT', path: item, handle: put },
  { method: 'DELETE', path: item, handle: remove },
]
