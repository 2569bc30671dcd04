/** The row of a table by a name that a stranger wrote; what every object inherits (`constructor`, `__proto__`) is no row. */
export const lookUp = <Row>(table: Readonly<Record<string, Row | undefined>>, name: string): Row | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined
