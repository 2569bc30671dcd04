import type { JsonValue } from '@tripline/diagnostics'

/** What the tags of a saved search say about a hunting query. */
export interface SearchTags {
  readonly description: string
  readonly tactics: readonly string[]
  readonly techniques: readonly string[]
  /** Names of the tags that a rule file has no key for. */
  readonly others: readonly string[]
}

/** Who saved a search and when; and under what names tools write techniques. */
const answered = ['createdby', 'createdtimeutc']
const techniqueTags = ['techniques', 'relevanttechniques', 'subtechniques']

export function readTags(tags: JsonValue | undefined): SearchTags {
  const pairs = (Array.isArray(tags) ? tags : []).flatMap(tag => {
    const { name, value } = lowerKeys(tag)
    return typeof name === 'string' ? [{ name, value: typeof value === 'string' ? value : '' }] : []
  })
  const texts = (names: readonly string[]) =>
    pairs.filter(({ name }) => names.includes(name.toLowerCase())).map(({ value }) => value)
  const list = (names: readonly string[]) =>
    texts(names)
      .flatMap(text => text.split(','))
      .map(item => item.trim())
      .filter(item => item !== '')
  const known = ['description', 'tactics', ...techniqueTags, ...answered]
  return {
    description: texts(['description']).join('\n'),
    tactics: list(['tactics']),
    techniques: [...new Set(list(techniqueTags))],
    others: pairs.map(({ name }) => name).filter(name => !known.includes(name.toLowerCase())),
  }
}

/** The interface has answered keys in either case. */
const lowerKeys = (value: JsonValue): Readonly<Record<string, JsonValue>> =>
  Object.fromEntries(Object.entries(value ?? {}).map(([key, item]) => [key.toLowerCase(), item]))
