/// <reference types="@kusto/language-service-next" />
/**
 * Loads the official parser once. The package is two Bridge.NET scripts that define the globals `Bridge`, `System` and
 * `Kusto`; nothing outside this folder names them.
 */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
require('@kusto/language-service-next/bridge.min.js')
require('@kusto/language-service-next/Kusto.Language.Bridge.min.js')

export const Language = Kusto.Language
export const Symbols = Kusto.Language.Symbols

interface IndexedList<T> {
  readonly Count: number
  getItem(index: number): T | null
}

/** A Bridge list (array or `IReadOnlyList`) as a JavaScript array. */
export function toArray<T>(list: unknown): T[] {
  if (!list) return []
  if (Array.isArray(list)) return list as T[]
  const { Count, getItem } = list as IndexedList<T>
  return Array.from({ length: Count }, (_, index) => getItem.call(list, index) as T)
}
