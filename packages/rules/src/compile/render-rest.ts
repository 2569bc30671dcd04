import type { AlertRuleBody, CompiledResource, SavedSearchBody } from './compiled-resource.ts'
import { addressOf } from './resource-address.ts'

/** A request that creates or replaces one resource; `path` is relative to the workspace's resource id. */
export interface RestRequest {
  readonly method: 'PUT'
  readonly path: string
  /** SHA-256 of what the body says; it is not sent. */
  readonly sha256: string
  readonly body: AlertRuleBody | SavedSearchBody
}

export const renderRest = (resources: readonly CompiledResource[]): readonly RestRequest[] =>
  resources.map(({ type, id, apiVersion, body, hash }) => ({
    method: 'PUT',
    path: `${addressOf[type].path}/${id}?api-version=${apiVersion}`,
    sha256: hash,
    body,
  }))
