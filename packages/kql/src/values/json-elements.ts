/** The elements of a dynamic cell that contains an array; empty for any other value. */
export function jsonElements(cell: string): readonly unknown[] {
  const value = jsonValue(cell)
  return Array.isArray(value) ? value : []
}

/** The value of a dynamic cell; a cell that is not JSON is a string (semantics 8.4). */
export function jsonValue(cell: string): unknown {
  try {
    return JSON.parse(cell)
  } catch (error) {
    if (error instanceof SyntaxError) return cell
    throw error
  }
}

/** An element as the text functions see it: a string unchanged, any other value as JSON. */
export const elementText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
