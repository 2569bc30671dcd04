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
  identify: identified,
  async describe(stored) {
    return (await import('../describe/describe-rule.ts')).describeInFile(this, stored)
  },
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

/** What the file of a function does not say. */
const kept = ['category', 'displayName', 'tags'] as const

/** Queries call a function by its alias, whatever the id of the search, and whatever people call it. */
function identified(wanted: DesiredResource, stored: StoredResources): DesiredResource {
  const { functionAlias } = wanted.body.properties
  const alias = String(functionAlias ?? '').toLowerCase()
  if (alias === '') return wanted
  const holder = [...stored.values()].find(
    ({ properties }) => String(properties.functionAlias ?? '').toLowerCase() === alias,
  )
  if (!holder) return wanted
  const own = Object.fromEntries(
    kept.flatMap(name => (name in holder.properties ? [[name, holder.properties[name]]] : [])),
  )
  const properties = { ...wanted.body.properties, ...own }
  const id = keyOf(holder) === alias ? wanted.id : holder.id
  return { ...wanted, id, body: { ...wanted.body, properties } }
}
