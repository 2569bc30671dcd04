type Schema = Readonly<Record<string, unknown>>

const branches = ['allOf', 'anyOf', 'oneOf'] as const

/**
 * The path of every value that a document may have by its JSON Schema, and of every key that its author may choose,
 * which is written `anyKey`.
 */
export function schemaPaths(schema: Schema, anyKey: string): readonly (readonly (string | number)[])[] {
  const paths = new Map<string, readonly (string | number)[]>()
  const walk = (node: Schema, path: readonly (string | number)[]): void => {
    if (path.length > 0) paths.set(JSON.stringify(path), path)
    for (const [key, child] of Object.entries((node.properties ?? {}) as Record<string, Schema>))
      walk(child, [...path, key])
    if (typeof node.additionalProperties === 'object') walk(node.additionalProperties as Schema, [...path, anyKey])
    else if (node.properties) paths.set(JSON.stringify([...path, anyKey]), [...path, anyKey])
    if (node.items) walk(node.items as Schema, [...path, 0])
    for (const branch of branches) for (const child of (node[branch] ?? []) as Schema[]) walk(child, path)
    if (node.then) walk(node.then as Schema, path)
  }
  walk(schema, [])
  return [...paths.values()]
}

/** A copy of a document with a value at a path; what is missing on the way there is made. */
export function withValue(document: unknown, [step, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (step === undefined) return value
  if (typeof step === 'number') {
    const items = Array.isArray(document) ? [...document] : []
    items[step] = withValue(items[step], rest, value)
    return items
  }
  const members = typeof document === 'object' && document !== null && !Array.isArray(document) ? document : {}
  return { ...members, [step]: withValue((members as Record<string, unknown>)[step], rest, value) }
}
