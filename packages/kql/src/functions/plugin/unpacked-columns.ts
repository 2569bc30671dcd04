import type { Column, ColumnType } from '@tripline/schemas'
import { jsonType } from '../../values/dynamic-value.ts'
import type { Json } from '../../values/json.ts'
import { cellBag } from '../../values/json-container.ts'

const columnTypes: Readonly<Record<string, ColumnType>> = {
  string: 'string',
  bool: 'bool',
  long: 'long',
  double: 'real',
  datetime: 'datetime',
  array: 'dynamic',
  dictionary: 'dynamic',
}

const columnType = (value: Json): ColumnType => columnTypes[jsonType(value)]!

/**
 * The columns that `bag_unpack` creates from the bags in `cells`: one per key, sorted by name, with the type that all values of
 * the key share, or dynamic if they differ (semantics 18.1). Nulls have no type; a key that is null in every bag becomes a
 * dynamic column.
 */
export function unpackedColumns(cells: Iterable<string | null>, ignored: ReadonlySet<string>): readonly Column[] {
  const types = new Map<string, ColumnType | undefined>()
  for (const cell of cells) {
    for (const [key, value] of cellBag(cell) ?? []) {
      if (ignored.has(key)) continue
      const known = types.get(key)
      if (value === null) types.set(key, known)
      else types.set(key, known === undefined || known === columnType(value) ? columnType(value) : 'dynamic')
    }
  }
  return [...types.keys()].sort().map(name => ({ name, type: types.get(name) ?? 'dynamic' }))
}
