/** Values by key, each made when it is first asked for. */
export interface Recent<Value> {
  get(key: string, make: () => Value): Value
  forget(key: string): void
}

/** Keeps the `most` values that were asked for last, so that no number of different keys fills the memory. */
export function recent<Value>(most: number): Recent<Value> {
  const values = new Map<string, Value>()
  return {
    get(key, make) {
      const value = values.get(key) ?? make()
      // A map is in the order of insertion: its first key was asked for longest ago.
      values.delete(key)
      values.set(key, value)
      if (values.size > most) values.delete(values.keys().next().value!)
      return value
    },
    forget: key => void values.delete(key),
  }
}
