/** What `JSON.parse` gives, and YAML can say. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/** A JSON object of which nothing is known. */
export type JsonRecord = Readonly<Record<string, unknown>>

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value itself when it is an object, else one without properties. */
export const recordOr = (value: unknown): JsonRecord => (isRecord(value) ? value : {})

/** The row of a table by an untrusted name; inherited properties (`constructor`, `__proto__`) are not rows. */
export const lookUp = <Row>(table: Readonly<Record<string, Row | undefined>>, name: string): Row | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined

export function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
