/** Longer keys are not worth the memory. */
const longestKey = 10_000

/** Remember the results of `make` for the latest keys, at most `limit` of them. */
export function boundedCache<Value>(limit: number, make: (key: string) => Value): (key: string) => Value {
  const values = new Map<string, Value>()
  return key => {
    const known = values.get(key)
    if (known !== undefined || values.has(key)) return known as Value
    const value = make(key)
    if (key.length > longestKey) return value
    if (values.size >= limit) values.delete(values.keys().next().value!)
    values.set(key, value)
    return value
  }
}
