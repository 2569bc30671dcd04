import type { EntityMapping } from '@tripline/rules'
import { entityKey } from './decisions.ts'
import { type Entity, makeEntity } from './entity.ts'
import type { ResultRow } from './result-row.ts'

/** An entity with what tells it from others, and its size in an alert. */
export interface MeasuredEntity {
  readonly entity: Entity
  readonly key: string
  readonly bytes: number
}

export const measured = (entity: Entity): MeasuredEntity => ({
  entity,
  key: entityKey(entity),
  bytes: Buffer.byteLength(JSON.stringify({ Type: entity.type, ...entity.identifiers })),
})

/** Runs of a rule meet the same entities again and again, so this many of those of each mapping are kept, unless they are long. */
const mostKept = 10_000
const longestKept = 1_000
const kept = new WeakMap<EntityMapping, Map<string, readonly MeasuredEntity[]>>()

/** The entity that a mapping makes of a row, if something identifies it. */
export function mappedEntities(mapping: EntityMapping, row: ResultRow): readonly MeasuredEntity[] {
  const texts = mapping.fieldMappings.map(({ columnName }) => row.text(columnName.value))
  const key = JSON.stringify(texts)
  const known = kept.get(mapping)?.get(key)
  if (known) return known
  const identifiers = new Map(mapping.fieldMappings.map(({ identifier }, index) => [identifier.value, texts[index]!]))
  const entity = makeEntity(mapping.entityType.value, identifiers)
  const found = entity ? [measured(entity)] : []
  if (key.length <= longestKept) keep(mapping, key, found)
  return found
}

function keep(mapping: EntityMapping, key: string, entities: readonly MeasuredEntity[]): void {
  const known = kept.get(mapping)
  if (known && known.size < mostKept) known.set(key, entities)
  else kept.set(mapping, new Map([[key, entities]]))
}
