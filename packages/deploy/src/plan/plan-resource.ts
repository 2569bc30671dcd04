import type { Resource } from '@tripline/azure'
import type { DesiredResource, Kind, Write } from '../kind.ts'
import { compareFields, hashOfFields } from './compare-fields.ts'
import type { Step } from './deploy-plan.ts'
import type { StoredResources } from './stored-resources.ts'

/** Plans one resource, without regard to the names of others. */
export function planResource(
  kind: Kind,
  wanted: DesiredResource,
  stored: Resource | undefined,
  readAt: number,
  all: StoredResources = new Map(),
): Step {
  const { type, id, name, body } = wanted
  const changes = !stored || stored.kind === body.kind ? compareFields(kind, body, stored) : []
  const remarks = [...(wanted.remarks ?? []), ...kind.judge({ wanted, stored, changes, all, readAt })]
  const warnings = remarks.flatMap(remark => ('warning' in remark ? [remark.warning] : []))
  const [reason] = remarks.flatMap(remark => ('conflict' in remark ? [remark.conflict] : []))
  const basis = stored && hashOfFields(kind, stored)
  const facts = { type, id, name, changes, warnings, needs: wanted.needs ?? [], ...(basis !== undefined && { basis }) }
  if (reason !== undefined) return { ...facts, action: 'conflict', reason }
  if (stored && changes.length === 0) return { ...facts, action: 'none' }
  const write = writeOf(wanted)
  const { length: requests } = kind.sendings({ id, write, stored })
  return { ...facts, action: stored ? 'update' : 'create', write, ...(requests !== 1 && { requests }) }
}

/** What is sent for a resource. */
export const writeOf = ({ body, apiVersion }: DesiredResource): Write => ({
  body,
  ...(apiVersion !== undefined && { apiVersion }),
})
