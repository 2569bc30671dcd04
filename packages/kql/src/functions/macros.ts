import { call, name, needs, type Sql, sql } from '../sql/sql.ts'

/** A SQL macro: the database expands its body at every call. */
export interface Macro {
  /** Unique among all functions, like the names of JavaScript functions. */
  readonly name: string
  readonly parameters: readonly Sql[]
  readonly body: Sql
}

type Write = (a: Sql, b: Sql) => Sql

const named = <Name extends string>(bodies: Readonly<Record<Name, Write>>): Readonly<Record<Name, Macro>> =>
  Object.fromEntries(
    Object.entries<Write>(bodies).map(([called, write]): [string, Macro] => {
      const [a, b] = [name('a'), name('b')]
      return [called, { name: called, parameters: [a, b].slice(0, write.length), body: write(a, b) }]
    }),
  ) as Record<Name, Macro>

/** Macros used by rows of several families. */
export const macros = named({
  /** An instant out of range is null (semantics 6.1). */
  instant: a => sql`CASE WHEN ${a} BETWEEN 0 AND 3155378975999999999 THEN ${a} END`,
  /** The same with one use of the instant: the database would plan a statement anew in every run in which a parameter recurs. */
  runInstant: a =>
    sql`CAST(TRY_CAST(CAST(TRY_CAST(${a} AS UBIGINT) AS HUGEINT) + 6067993060854775808 AS BIGINT) - 6067993060854775808 AS BIGINT)`,
  /** A whole number keeps its low 64 bits (semantics 5.2). */
  wrap: a =>
    sql`CAST((((${a} + 9223372036854775808) % 18446744073709551616 + 18446744073709551616) % 18446744073709551616)
    - 9223372036854775808 AS BIGINT)`,
  /** 0 <= remainder < |divisor| (semantics 5.4). */
  modulo: (a, b) => sql`((${a} % ${b}) + abs(${b})) % abs(${b})`,
  /** A bin size that is not positive yields null (semantics 5.5). */
  positive: a => sql`CASE WHEN ${a} > 0 THEN ${a} END`,
})

/** A whole number of ticks as an instant; null if they are out of its range. */
export const instant = (ticks: Sql): Sql => call(needs(ticks).size > 0 ? macros.runInstant : macros.instant, [ticks])
