import { name, type Sql, sql } from '../sql/sql.ts'
import type { LogFile } from './log-file.ts'

type Unfolding = Pick<LogFile, 'unfolds'>

/** The key of the object that a key is a member of, and the member; undefined for a key of its own. */
function split(key: string, { unfolds }: Unfolding): readonly [string, string] | undefined {
  const prefix = unfolds === undefined ? undefined : `${unfolds}.`
  return prefix !== undefined && key.startsWith(prefix) ? [unfolds!, key.slice(prefix.length)] : undefined
}

/** The value of a key in the database's rows. */
export function keyedValue(key: string, file: Unfolding): Sql {
  const parts = split(key, file)
  return parts ? sql`${name(parts[0])}.${name(parts[1])}` : name(key)
}

/** An object that has all of these keys, by which the database reads the values of `json` as JSON, and all others as text. */
export function objectWith(keys: readonly string[], json: ReadonlySet<string>, file: Unfolding): object {
  const parts = keys.map(key => ({ key, value: json.has(key) ? null : 'text', parts: split(key, file) }))
  const own = parts.flatMap(({ key, value, parts: inner }) => (inner ? [] : [[key, value]]))
  const members = parts.flatMap(({ value, parts: inner }) => (inner ? [[inner[1], value]] : []))
  const folded = members.length > 0 ? { [file.unfolds!]: Object.fromEntries(members) } : {}
  return { ...Object.fromEntries(own), ...folded }
}

/** The keys of an object. */
export const unfoldedKeys = (object: Readonly<Record<string, unknown>>, { unfolds }: Unfolding): readonly string[] =>
  Object.entries(object).flatMap(([key, value]) =>
    key === unfolds && typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.keys(value).map(member => `${key}.${member}`)
      : [key],
  )
