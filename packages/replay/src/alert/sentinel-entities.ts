import { isRecord, type JsonRecord } from '@tripline/diagnostics'
import { type EntityType, entityTypes } from '@tripline/rules'
import { type Entity, makeEntity } from './entity.ts'
import type { TypedCell } from './result-row.ts'

/** Alerts spell their types `azure-resource`, `mailMessage`, `ip`; mappings spell them `AzureResource`, `MailMessage`, `IP`. */
const typesBySpelling = new Map(Object.keys(entityTypes).map(type => [type.toLowerCase(), type as EntityType]))
const typeOf = (item: JsonRecord): EntityType | undefined =>
  typeof item.Type === 'string' ? typesBySpelling.get(item.Type.toLowerCase().replaceAll('-', '')) : undefined

/** JSON true is written `True`, as elsewhere in entities. */
const scalarText = (value: unknown): string =>
  typeof value === 'boolean' ? (value ? 'True' : 'False') : typeof value === 'object' ? '' : String(value)

/** The entities that another product's alert carries in a column: a JSON array, whose `$ref` items repeat earlier ones. */
export function sentinelEntities(cell: TypedCell | undefined): readonly Entity[] {
  if (cell === undefined || typeof cell.value !== 'string') return []
  return parseArray(cell.value).flatMap(item => {
    const type = isRecord(item) ? typeOf(item) : undefined
    if (!isRecord(item) || type === undefined) return []
    const entity = makeEntity(type, new Map(Object.entries(item).map(([name, value]) => [name, scalarText(value)])))
    return entity ? [entity] : []
  })
}

/** Not JSON, or not an array: the column holds no entities. */
function parseArray(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'string') return parseArray(value)
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}
