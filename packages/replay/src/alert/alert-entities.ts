import type { AlertingRule, EntityMapping } from '@tripline/rules'
import { entityKey, maxEntityBytes } from './decisions.ts'
import { type Entity, makeEntity } from './entity.ts'
import type { ResultRow } from './result-row.ts'
import { sentinelEntities } from './sentinel-entities.ts'

/** The most that one alert can have, divided equally among the mappings. */
const maxEntities = 500

function mapped({ entityType, fieldMappings }: EntityMapping, row: ResultRow): readonly Entity[] {
  const values = fieldMappings.map(
    ({ identifier, columnName }) => [identifier.value, row.text(columnName.value)] as const,
  )
  const entity = makeEntity(entityType.value, new Map(values))
  return entity ? [entity] : []
}

/** The distinct entities of an alert over `rows`, mapping by mapping in the order of the rule, within Sentinel's limits. */
export function entitiesOf(rule: AlertingRule, rows: readonly ResultRow[]): readonly Entity[] {
  const readers = [
    ...rule.entityMappings.map(mapping => (row: ResultRow) => mapped(mapping, row)),
    ...rule.sentinelEntitiesMappings.map(
      ({ value }) =>
        (row: ResultRow) =>
          sentinelEntities(row.cell(value)),
    ),
  ]
  const share = Math.floor(maxEntities / readers.length)
  const found = readers.flatMap(read => firstDistinct(rows, read, share))
  return withinBytes(firstDistinct(found, entity => [entity], maxEntities))
}

/** The first distinct entities of `items`, at most `most`. */
function firstDistinct<T>(items: readonly T[], read: (item: T) => readonly Entity[], most: number): readonly Entity[] {
  const found = new Map<string, Entity>()
  for (const item of items) {
    for (const entity of read(item)) {
      if (found.size >= most) return [...found.values()]
      found.set(entityKey(entity), entity)
    }
  }
  return [...found.values()]
}

function withinBytes(entities: readonly Entity[]): readonly Entity[] {
  // Two brackets, and no comma after the last.
  let bytes = 1
  const past = entities.findIndex(({ type, identifiers }) => {
    bytes += Buffer.byteLength(JSON.stringify({ Type: type, ...identifiers })) + 1
    return bytes > maxEntityBytes
  })
  return past < 0 ? entities : entities.slice(0, past)
}
