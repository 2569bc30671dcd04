/** The row of a table by an untrusted name; inherited properties (`constructor`, `__proto__`) are not rows. */
export const lookUp = <Row>(table: Readonly<Record<string, Row | undefined>>, name: string): Row | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined
