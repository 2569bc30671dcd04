/** Values by key, each computed when first requested. */
export interface BoundedCache<Value> {
  get(key: string, make: (key: string) => Value): Value
  forget(key: string): void
}

/** The maximum total length of a generation's keys, which also bounds the values derived from them. */
const mostCharacters = 1_000_000

/**
 * Keeps the `limit` most recently requested values, and up to as many older ones, so neither the number nor the length of keys
 * can exhaust memory: a full generation replaces the one before it, and a value that is requested again moves to the new one.
 */
export function boundedCache<Value>(limit: number): BoundedCache<Value> {
  let young = new Map<string, Value>()
  let old = new Map<string, Value>()
  let characters = 0
  const keep = (key: string, value: Value): Value => {
    if (young.size >= limit || characters + key.length > mostCharacters) {
      old = young
      young = new Map()
      characters = 0
    }
    characters += key.length
    young.set(key, value)
    return value
  }
  return {
    get(key, make) {
      const known = young.get(key)
      if (known !== undefined || young.has(key)) return known as Value
      return keep(key, old.has(key) ? old.get(key)! : make(key))
    },
    forget(key) {
      young.delete(key)
      old.delete(key)
    },
  }
}

/** Longer keys are not worth the memory for results that are quick to recompute. */
const longestKey = 10_000

/** Memoizes a function for its most recent keys. */
export function memoized<Value>(limit: number, make: (key: string) => Value): (key: string) => Value {
  const results = boundedCache<Value>(limit)
  return key => (key.length > longestKey ? make(key) : results.get(key, make))
}
