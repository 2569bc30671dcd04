import { jsonString } from './json-escapes.ts'
import { realJson } from './real-text.ts'
import { refusedValue, shownValue } from './refused-value.ts'

/** A JSON number with a fraction or an exponent, or beyond 64 bits: Kusto's real, whereas 1 is a long. */
export class Real {
  readonly value: number
  /** The original spelling, if the number is beyond a long or a double. */
  readonly written: string | undefined
  constructor(value: number, written?: string) {
    this.value = value
    this.written = written
  }
}

/** Keys are in the order in which they were first written; the last value of a repeated key wins (semantics 8.8). */
export type Bag = Map<string, Json>

/**
 * A dynamic value. Longs are numbers if a number holds them exactly, otherwise bigints; reals are {@link Real}. Datetimes,
 * timespans and guids inside a dynamic are their text (semantics 7.4).
 */
export type Json = null | boolean | string | number | bigint | Real | Json[] | Bag

/** Deeper text counts as malformed, so that no input can overflow the stack. */
const deepest = 500

const maxLong = 9223372036854775807n
const minLong = -9223372036854775808n

/** A long as a number if that is exact. */
export const longJson = (value: bigint): number | bigint =>
  value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value

/** A single object for every refusal: capturing a stack for each text that is not JSON would cost more than reading it. */
const malformed = new SyntaxError('not JSON')

/** Reads JSON text and keeps what `JSON.parse` loses: 64-bit integers, `1.0` as distinct from `1`, the order of keys. */
class JsonReader {
  readonly #text: string
  readonly #recorded: boolean
  #at = 0
  #repeated: string | undefined

  constructor(text: string, recorded = false) {
    this.#text = text
    this.#recorded = recorded
  }

  /** A key that occurs twice in one bag. */
  get repeated(): string | undefined {
    return this.#repeated
  }

  /** How far the text was read; after a refusal, where it stops being JSON. */
  get at(): number {
    return this.#at
  }

  document(): Json {
    const value = this.#value(0)
    this.#blank()
    if (this.#at < this.#text.length) throw malformed
    return value
  }

  /** A sequence of documents. */
  *documents(): Generator<Json> {
    for (this.#blank(); this.#at < this.#text.length; this.#blank()) yield this.#value(0)
  }

  #blank(): number {
    const text = this.#text
    let code = text.charCodeAt(this.#at)
    while (code === 32 || code === 10 || code === 13 || code === 9) code = text.charCodeAt(++this.#at)
    return code
  }

  #value(depth: number): Json {
    const code = this.#blank()
    if (code === 34) return this.#string()
    if (code === 123) return this.#bag(depth + 1)
    if (code === 91) return this.#array(depth + 1)
    if (code === 116) return this.#word('true', true)
    if (code === 102) return this.#word('false', false)
    if (code === 110 && this.#text.startsWith('null', this.#at)) return this.#word('null', null)
    return this.#number()
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) throw malformed
    this.#at += word.length
    return value
  }

  #array(depth: number): Json[] {
    if (depth > deepest) throw malformed
    const items: Json[] = []
    this.#at++
    if (this.#blank() === 93) {
      this.#at++
      return items
    }
    for (;;) {
      items.push(this.#value(depth))
      const code = this.#blank()
      if (code !== 93 && code !== 44) throw malformed
      this.#at++
      if (code === 93 || this.#closesLoosely(93)) return items
    }
  }

  #bag(depth: number): Bag {
    if (depth > deepest) throw malformed
    const bag: Bag = new Map()
    this.#at++
    if (this.#blank() === 125) {
      this.#at++
      return bag
    }
    for (;;) {
      if (this.#blank() !== 34) throw malformed
      const key = this.#string()
      if (this.#blank() !== 58) throw malformed
      this.#at++
      const size = bag.size
      bag.set(key, this.#value(depth))
      if (bag.size === size) this.#repeated = key
      const code = this.#blank()
      if (code !== 125 && code !== 44) throw malformed
      this.#at++
      if (code === 125 || this.#closesLoosely(125)) return bag
    }
  }

  /** Whether a bracket follows the comma just read. */
  #closesLoosely(bracket: number): boolean {
    if (!this.#recorded || this.#blank() !== bracket) return false
    this.#at++
    return true
  }

  #string(): string {
    const text = this.#text
    const start = this.#at
    let plain = true
    for (let at = start + 1; ; at++) {
      const code = text.charCodeAt(at)
      if (code === 34) {
        this.#at = at + 1
        if (plain) return text.slice(start + 1, at)
        return JSON.parse(text.slice(start, at + 1)) as string
      }
      if (code === 92) {
        plain = false
        at++
      }
      // Control characters must be escaped; NaN marks the end of the text.
      if (!(code >= 32)) throw malformed
    }
  }

  #number(): Json {
    const text = this.#text
    const start = this.#at
    let at = text.charCodeAt(start) === 45 ? start + 1 : start
    const first = text.charCodeAt(at)
    const digits = at
    at = skipDigits(text, at)
    if (at === digits) return this.#noNumber(start)
    if (first === 48 && at > digits + 1) throw malformed
    const integral = at
    if (text.charCodeAt(at) === 46) {
      at = skipDigits(text, at + 1)
      if (at === integral + 1) throw malformed
    }
    const code = text.charCodeAt(at)
    if (code === 101 || code === 69) {
      const sign = text.charCodeAt(at + 1)
      const power = sign === 43 || sign === 45 ? at + 2 : at + 1
      at = skipDigits(text, power)
      if (at === power) throw malformed
    }
    this.#at = at
    const written = text.slice(start, at)
    if (at > integral) {
      const value = Number(written)
      return Number.isFinite(value) ? new Real(value) : new Real(value, written)
    }
    if (at - start < 16) return Number(written) + 0
    const long = BigInt(written)
    return long > maxLong || long < minLong ? new Real(Number(written), written) : longJson(long)
  }

  /** NaN and the infinities do not exist in JSON; in recorded logs they are read as texts. */
  #noNumber(start: number): string {
    notNumber.lastIndex = start
    const word = this.#recorded ? notNumber.exec(this.#text)?.[0] : undefined
    if (word === undefined) throw malformed
    this.#at += word.length
    return word
  }
}

const notNumber = /-?(?:nan|inf(?:inity)?)/iy

function skipDigits(text: string, from: number): number {
  let at = from
  for (let code = text.charCodeAt(at); code >= 48 && code <= 57; code = text.charCodeAt(at)) at++
  return at
}

/** The value of a JSON text; undefined if it is not JSON. */
export const parseJson = (text: string): Json | undefined => unlessMalformed(() => new JsonReader(text).document())

/** The same, refusing a bag with a repeated key: which of its values counts is not settled (semantics 8.8). */
export const parseUniqueJson = (text: string): Json | undefined =>
  unlessMalformed(() => {
    const reader = new JsonReader(text)
    const value = reader.document()
    if (reader.repeated !== undefined) throw refusedValue('repeated-key', shownValue(reader.repeated))
    return value
  })

/** A key that occurs twice in one bag of a JSON text. */
export const repeatedKey = (text: string): string | undefined =>
  unlessMalformed(() => {
    const reader = new JsonReader(text)
    reader.document()
    return reader.repeated
  })

/** The same for recorded logs, where a comma before a closing bracket is ignored and NaN is a text, as in the database. */
export const parseRecordedJson = (text: string): Json | undefined =>
  unlessMalformed(() => new JsonReader(text, true).document())

/** A sequence of values in a text; undefined if anything else is between them. */
export const readJsonValues = (text: string): Json[] | undefined =>
  unlessMalformed(() => [...new JsonReader(text).documents()])

function unlessMalformed<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** The offset at which recorded JSON becomes invalid; the length of the text if it ends too early or is valid. */
export function endOfRecordedJson(text: string): number {
  const reader = new JsonReader(text, true)
  try {
    reader.document()
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  return reader.at
}

/** The value of a dynamic cell; a cell that is not JSON is a string, as everywhere in Kusto (semantics 8.4). */
export function cellJson(cell: string | null): Json {
  if (cell === null) return null
  const value = parseJson(cell)
  return value === undefined ? cell : value
}

/** Compact JSON text, in the key order of the value. */
export function writeJson(value: Json): string {
  switch (typeof value) {
    case 'string':
      return jsonString(value)
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value)
  }
  if (value === null) return 'null'
  if (value instanceof Real) return realJson(value.value)
  let text = ''
  if (value instanceof Map) {
    for (const [key, item] of value) text += `${text ? ',' : ''}${jsonString(key)}:${writeJson(item)}`
    return `{${text}}`
  }
  for (const item of value) text += text ? `,${writeJson(item)}` : writeJson(item)
  return `[${text}]`
}

/** The dynamic cell of a value: a top-level JSON null is Kusto's null. */
export const jsonCell = (value: Json | undefined): string | null =>
  value === null || value === undefined ? null : writeJson(value)
