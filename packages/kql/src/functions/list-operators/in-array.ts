import { memoized } from '../../limits/bounded-cache.ts'
import { tostringOf } from '../../values/dynamic-value.ts'
import { foldCase } from '../../values/fold-case.ts'
import { cellJson, type Json } from '../../values/json.ts'
import { defineUdf, named } from '../../values/udf.ts'

/**
 * `tostring(dynamic)`: a string's cell differs from its text, and the database may spell a real with other digits than Kusto
 * (semantics 7.3); nothing else needs parsing.
 */
function dynamicText(cell: string | null): string {
  if (cell === null) return ''
  const code = cell.charCodeAt(0)
  const isReal = (code === 45 || (code >= 48 && code <= 57)) && /[.eE]/.test(cell)
  return code === 34 || isReal ? tostringOf(cellJson(cell)) : cell
}

const folded = (text: string, fold: boolean): string => (fold ? foldCase(text) : text)

const arrayMembers = memoized(256, (key: string): ReadonlySet<string> => {
  const fold = key.startsWith('~')
  const array = cellJson(key.slice(1))
  return new Set(flattened(array).map(item => folded(tostringOf(item), fold)))
})

/** The elements of an array, including those of nested ones; a single value is its own element (semantics 8.20). */
const flattened = (value: Json): readonly Json[] => (Array.isArray(value) ? value.flatMap(flattened) : [value])

/** `x in (array)`: an element with the same text as the value; null is in no array (semantics 8.20, 2.9). */
function inArray(value: string | null, array: string | null, fold: boolean | null): boolean {
  if (value === null || array === null) return false
  return arrayMembers(`${fold ? '~' : '='}${array}`).has(folded(dynamicText(value), Boolean(fold)))
}

export const inArrayUdfs = named({
  in_array: defineUdf({
    parameters: ['dynamic', 'dynamic', 'bool'],
    result: 'bool',
    nulls: 'receive',
    call: inArray,
  }),
})
