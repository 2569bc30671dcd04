import type { WorkspaceContext } from '../http/route.ts'
import { alertRules } from '../state/collections.ts'
import { nextEtag } from '../state/emulator-state.ts'

/**
 * Disables the enabled rules whose query names what is gone, as the service does after a rule has failed several times in a
 * row: the name gets a prefix, the description the reason.
 */
export function disableRules({ workspace, state }: WorkspaceContext, gone: string, reason: string): void {
  for (const rule of alertRules(workspace).values()) {
    const { query, enabled, displayName, description = '' } = rule.properties
    if (enabled !== true || typeof query !== 'string' || !words(query).has(gone.toLowerCase())) continue
    const properties = {
      ...rule.properties,
      enabled: false,
      displayName: `AUTO DISABLED ${displayName}`,
      description: `${description} The alert rule was disabled because ${reason}.`.trimStart(),
    }
    alertRules(workspace).set(rule.name.toLowerCase(), { ...rule, etag: nextEtag(state), properties })
  }
}

const words = (query: string): ReadonlySet<string> => new Set(query.toLowerCase().match(/[\w-]+/g))
