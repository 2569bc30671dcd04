import { inOperationalInsights } from '../http/api-versions.ts'
import { inWorkspace } from '../http/route.ts'
import { disableRules } from '../service/disable-rules.ts'
import { anything, listOf, object, resource, text, whole } from '../service/shape.ts'
import { savedSearches } from '../state/collections.ts'
import { resourceRoutes, type Write } from './resource-routes.ts'

const body = resource(
  object({
    'category!': text(1),
    'displayName!': text(1),
    'query!': text(1),
    functionAlias: text(),
    functionParameters: text(),
    version: whole(1, 2),
    tags: listOf(object({ 'name!': text(), 'value!': text() })),
  }),
  { etag: anything },
)

/** A query names a function by its alias, so a workspace has each alias once. */
function aliasFault({ name, properties: { functionAlias }, context }: Write): string | undefined {
  if (typeof functionAlias !== 'string' || functionAlias === '') return undefined
  const other = [...savedSearches(context.workspace).values()].find(
    one =>
      one.name !== name && String(one.properties.functionAlias ?? '').toLowerCase() === functionAlias.toLowerCase(),
  )
  return other && `The function alias '${functionAlias}' is already used by the saved search '${other.name}'.`
}

/** Saved searches and functions: an update needs the etag, `*` overrides it, the list has no pages. */
export const savedSearchRoutes = resourceRoutes({
  path: inWorkspace('/savedSearches'),
  key: 'savedSearchId',
  noun: 'saved search',
  versions: inOperationalInsights('workspaces/savedSearches'),
  held: savedSearches,
  body: () => body,
  paged: false,
  etagRequired: () => true,
  anyEtag: '*',
  created: 200,
  absent: 404,
  refuse: aliasFault,
  complete: ({ properties }) => ({ version: 2, ...properties }),
  removed({ properties: { functionAlias } }, context) {
    if (functionAlias) disableRules(context, String(functionAlias), `the function ${functionAlias} was deleted`)
  },
})
