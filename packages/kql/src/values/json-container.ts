import { type Bag, cellJson, type Json } from './json.ts'

/** The array in a cell; undefined if it contains something else. */
export function cellArray(cell: string | null): Json[] | undefined {
  if (cell === null || cell.charCodeAt(0) !== 91) return undefined
  const value = cellJson(cell)
  return Array.isArray(value) ? value : undefined
}

/** The cells as arrays; undefined if one of them is not an array, which makes the whole call null. */
export function cellArrays(cells: readonly (string | null)[]): Json[][] | undefined {
  const arrays: Json[][] = []
  for (const cell of cells) {
    const array = cellArray(cell)
    if (array === undefined) return undefined
    arrays.push(array)
  }
  return arrays
}

/** The bag in a cell; undefined if it contains something else. */
export function cellBag(cell: string | null): Bag | undefined {
  if (cell === null || cell.charCodeAt(0) !== 123) return undefined
  const value = cellJson(cell)
  return value instanceof Map ? value : undefined
}
