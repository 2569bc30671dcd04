import type { AlertingRule } from '@tripline/rules'
import { maxEntityBytes } from './decisions.ts'
import type { Entity } from './entity.ts'
import { type MeasuredEntity, mappedEntities, measured } from './mapped-entity.ts'
import type { ResultRow } from './result-row.ts'
import { sentinelEntities } from './sentinel-entities.ts'

/** The most that one alert can have, divided equally among the mappings. */
const maxEntities = 500

/** The distinct entities of an alert over `rows`, mapping by mapping in the order of the rule, within Sentinel's limits. */
export function entitiesOf(rule: AlertingRule, rows: readonly ResultRow[]): readonly Entity[] {
  const readers = [
    ...rule.entityMappings.map(mapping => (row: ResultRow) => mappedEntities(mapping, row)),
    ...rule.sentinelEntitiesMappings.map(
      ({ value }) =>
        (row: ResultRow) =>
          sentinelEntities(row.cell(value)).map(measured),
    ),
  ]
  const share = Math.floor(maxEntities / readers.length)
  const found = readers.flatMap(read => firstDistinct(rows, read, share))
  return withinBytes(firstDistinct(found, entity => [entity], maxEntities)).map(({ entity }) => entity)
}

/** The first distinct entities of `items`, at most `most`. */
function firstDistinct<T>(
  items: readonly T[],
  read: (item: T) => readonly MeasuredEntity[],
  most: number,
): readonly MeasuredEntity[] {
  const found = new Map<string, MeasuredEntity>()
  for (const item of items) {
    for (const entity of read(item)) {
      if (found.size >= most) return [...found.values()]
      found.set(entity.key, entity)
    }
  }
  return [...found.values()]
}

function withinBytes(entities: readonly MeasuredEntity[]): readonly MeasuredEntity[] {
  // Two brackets, and no comma after the last.
  let bytes = 1
  const past = entities.findIndex(entity => {
    bytes += entity.bytes + 1
    return bytes > maxEntityBytes
  })
  return past < 0 ? entities : entities.slice(0, past)
}
