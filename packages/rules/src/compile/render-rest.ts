import type { AlertRuleBody, CompiledResource } from './compiled-resource.ts'

/** A request that creates or replaces one rule; `path` is relative to the workspace's resource id. */
export interface RestRequest {
  readonly method: 'PUT'
  readonly path: string
  readonly body: AlertRuleBody
}

export const renderRest = (resources: readonly CompiledResource[]): readonly RestRequest[] =>
  resources.map(({ id, apiVersion, body }) => ({
    method: 'PUT',
    path: `/providers/Microsoft.SecurityInsights/alertRules/${id}?api-version=${apiVersion}`,
    body,
  }))
