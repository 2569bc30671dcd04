/** Values by key, each made when it is first asked for. */
export interface BoundedCache<Value> {
  get(key: string, make: (key: string) => Value): Value
  forget(key: string): void
}

/** What the keys of a generation may come to, and with them what was made of them. */
const mostCharacters = 1_000_000

/**
 * Keeps the `limit` values asked for last, and up to as many before those, so that neither the number nor the length of keys fills
 * the memory: a full generation pushes out the one before it, and a value that is asked for again joins the new one.
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

/** Longer keys are not worth the memory where results are soon made anew. */
const longestKey = 10_000

/** A function that remembers its results for the latest keys. */
export function memoized<Value>(limit: number, make: (key: string) => Value): (key: string) => Value {
  const results = boundedCache<Value>(limit)
  return key => (key.length > longestKey ? make(key) : results.get(key, make))
}
