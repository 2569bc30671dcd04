import { commonKind, type Kind, type Members } from '../kind.ts'

/** The retention of the workspace, which holds for every table that has none of its own. */
export const workspace: Kind = {
  ...commonKind,
  type: 'workspace',
  noun: 'workspace',
  fields: { retentionInDays: {} },
  wanted: ({ retention: { workspace: days } }) =>
    days ? [{ type: 'workspace', id: '', name: '', body: { properties: { retentionInDays: days.value } } }] : [],
  // There is one, and its own id is known when it has been read.
  identify: (wanted, stored) => [...stored.values()].map(({ id }) => ({ ...wanted, id, name: id }))[0] ?? wanted,
  isPartial: () => true,
  operationOn: ({ properties }) => (properties.provisioningState === 'Updating' ? 'change' : undefined),
  *judge({ wanted, stored, changes }) {
    const days = Number(wanted.body.properties.retentionInDays)
    if (stored && changes.length > 0 && days < Number(stored.properties.retentionInDays)) {
      yield {
        warning: `rules and queries no longer see data older than ${days} days in tables that have no retention of their own; it is removed 30 days later unless it is kept longer`,
      }
    }
  },
  async describe({ properties: { retentionInDays: days } }) {
    if (typeof days !== 'number') return undefined
    const workspace = `${days}d`
    return {
      settings: root => ({ ...root, retention: { ...(root.retention as Members), workspace } }),
      diagnostics: [],
    }
  },
  absorb: async differing => (await import('../absorb/absorb-retention.ts')).absorbWorkspace(differing),
  sendings: ({ id, write }) => [client => client.workspace.patch(id, write.body)],
}
