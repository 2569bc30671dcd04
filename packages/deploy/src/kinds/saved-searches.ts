import type { ProjectFunction } from '@tripline/project'
import { huntingCategory } from '@tripline/rules'
import { commonKind, type DesiredResource, type Kind, onePut } from '../kind.ts'
import { keyOf, type StoredResources } from '../plan/stored-resources.ts'
import { ofText } from './field-values.ts'

const isHunting = ({ category }: Readonly<Record<string, unknown>>): boolean => category === huntingCategory

/** Functions that queries call, and hunting queries. */
export const savedSearches: Kind = {
  ...commonKind,
  type: 'savedSearches',
  noun: 'saved search',
  fields: {
    category: {},
    displayName: {},
    query: { compare: ofText },
    functionAlias: { byDefault: '' },
    functionParameters: { byDefault: '' },
    version: { byDefault: 2 },
    'tags[].name': {},
    'tags[].value': { compare: ofText },
  },
  content: ({ properties }) => (isHunting(properties) ? 'HuntingQuery' : 'Parser'),
  nameOf: ({ id, properties: { displayName } }) => (typeof displayName === 'string' ? displayName : id),
  isContent: ({ properties }) => isHunting(properties) || Boolean(properties.functionAlias),
  wanted: ({ functions, searches }) => [
    ...functions.map(wantedFunction),
    ...searches.map(
      ({ id, name, body: { properties } }): DesiredResource => ({
        type: 'savedSearches',
        id,
        name,
        body: { properties },
      }),
    ),
  ],
  identify: (wanted, stored) => ({ ...wanted, id: aliasHolder(wanted, stored) ?? wanted.id }),
  async absorb(differing) {
    if (isHunting(differing.wanted.body.properties)) {
      return (await import('../absorb/absorb-rule.ts')).absorbRule(differing)
    }
    return (await import('../absorb/absorb-function.ts')).absorbFunction(differing)
  },
  sendings: onePut('savedSearches'),
}

function wantedFunction({ names: [{ value: name }], parameters, body }: ProjectFunction): DesiredResource {
  const properties = {
    category: 'Function',
    displayName: name,
    query: body.value,
    functionAlias: name,
    functionParameters: parameters.value.replace(/^\(|\)$/g, '').trim(),
    version: 2,
  }
  return { type: 'savedSearches', id: name, name, body: { properties } }
}

/** Queries call a function by its alias, whatever the id of the search. */
function aliasHolder({ body }: DesiredResource, stored: StoredResources): string | undefined {
  const alias = String(body.properties.functionAlias ?? '').toLowerCase()
  if (alias === '') return undefined
  const holder = [...stored.values()].find(
    ({ properties }) => String(properties.functionAlias ?? '').toLowerCase() === alias,
  )
  return holder && keyOf(holder) !== alias ? holder.id : undefined
}
