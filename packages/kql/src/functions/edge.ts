import type { ColumnType } from '@tripline/schemas'
import { type Sql, sql } from '../sql/sql.ts'
import type { Cell } from '../world/dataset.ts'

/** A kind of value at the edge of a type, where functions tend to differ. */
export interface Edge {
  /** Completes "a call with …". */
  readonly phrase: string
  readonly has: (cell: Cell) => boolean
  readonly sql: (operand: Sql) => Sql
}

const missing: Edge = { phrase: 'a null', has: cell => cell === null, sql: operand => sql`${operand} IS NULL` }
const zero: Edge = {
  phrase: 'zero',
  has: cell => Number(cell) === 0 && cell !== null,
  sql: operand => sql`${operand} = 0`,
}
const negative: Edge = {
  phrase: 'a negative value',
  has: cell => cell !== null && Number(cell) < 0,
  sql: operand => sql`${operand} < 0`,
}

/** From either of these values on outward. */
const extreme = (least: bigint, greatest: bigint, low: Sql, high: Sql): Edge => ({
  phrase: 'a value at the end of its range',
  has: cell => cell !== null && (BigInt(cell) <= least || BigInt(cell) >= greatest),
  sql: operand => sql`(${operand} <= ${low} OR ${operand} >= ${high})`,
})

const wholeExtreme = extreme(-(2n ** 63n), 2n ** 63n - 1n, sql`-9223372036854775807 - 1`, sql`9223372036854775807`)
const startsWith = (mark: Sql, ...marks: readonly string[]): Pick<Edge, 'has' | 'sql'> => ({
  has: cell => typeof cell === 'string' && marks.some(start => cell.startsWith(start)),
  sql: operand => sql`regexp_matches(${operand}, ${mark})`,
})

/** The edges of every type; a string is never null (docs/semantics.md, 1.2). */
export const edges = {
  bool: { null: missing },
  int: {
    null: missing,
    zero,
    negative,
    extreme: extreme(-(2n ** 31n), 2n ** 31n - 1n, sql`-2147483648`, sql`2147483647`),
  },
  long: { null: missing, zero, negative, extreme: wholeExtreme },
  real: {
    null: missing,
    zero,
    negative,
    nan: { phrase: 'NaN', has: cell => Number.isNaN(cell), sql: operand => sql`isnan(${operand})` },
    infinite: {
      phrase: 'an infinity',
      has: cell => cell === Number.POSITIVE_INFINITY || cell === Number.NEGATIVE_INFINITY,
      sql: operand => sql`isinf(${operand})`,
    },
    extreme: {
      phrase: 'a value at the end of its range',
      has: cell => Math.abs(Number(cell)) >= 1e300 && Number.isFinite(cell),
      sql: operand => sql`(abs(${operand}) >= 1e300 AND isfinite(${operand}))`,
    },
  },
  decimal: { null: missing, zero, negative },
  string: {
    empty: { phrase: 'an empty text', has: cell => cell === '', sql: operand => sql`${operand} = ''` },
    blanks: {
      phrase: 'blanks around a text',
      has: cell => typeof cell === 'string' && cell !== cell.trim(),
      sql: operand => sql`regexp_matches(${operand}, '^\\s|\\s$')`,
    },
    'non-ascii': {
      phrase: 'a text beyond ASCII',
      has: cell => typeof cell === 'string' && /[^\0-\x7f]/.test(cell),
      sql: operand => sql`strlen(${operand}) <> length(${operand})`,
    },
  },
  datetime: { null: missing, extreme: extreme(0n, 3155378975999999999n, sql`0`, sql`3155378975999999999`) },
  timespan: { null: missing, zero, negative, extreme: wholeExtreme },
  guid: { null: missing },
  dynamic: {
    null: missing,
    empty: {
      phrase: 'an empty array or bag',
      has: cell => cell === '[]' || cell === '{}',
      sql: operand => sql`${operand} IN ('[]', '{}')`,
    },
    array: { phrase: 'an array', ...startsWith(sql`'^\\['`, '[') },
    bag: { phrase: 'a bag', ...startsWith(sql`'^\\{'`, '{') },
    text: { phrase: 'a text', ...startsWith(sql`'^"'`, '"') },
    number: {
      phrase: 'a number',
      has: cell => typeof cell === 'string' && /^-?\d/.test(cell),
      sql: operand => sql`regexp_matches(${operand}, '^-?[0-9]')`,
    },
    bool: { phrase: 'a bool', ...startsWith(sql`'^[tf]'`, 'true', 'false') },
  },
} satisfies { readonly [Type in ColumnType]: Readonly<Record<string, Edge>> }

/** No edge of an argument: it matters only where a dynamic must have one type. */
const fraction: Edge = {
  phrase: 'a number with a fraction or an exponent',
  has: cell => typeof cell === 'string' && /^-?\d+[.e]/i.test(cell),
  sql: operand => sql`regexp_matches(${operand}, '^-?[0-9]+[.eE]')`,
}

export type EdgeName = { [Type in ColumnType]: keyof (typeof edges)[Type] }[ColumnType] | 'fraction'

/** Edges for which Kusto's answer is unknown, by the position of the argument; `rest`: of every other argument. */
export type Unsettled = Readonly<Partial<Record<number | 'rest', readonly EdgeName[]>>>

/** The unsettled edges of an argument of a row. */
export const unsettledAt = (
  { unsettled }: { readonly unsettled?: Unsettled },
  index: number,
): readonly EdgeName[] | undefined => unsettled?.[index] ?? unsettled?.rest

/** The edge of a type by name; undefined if the type has none of that name. */
export const edgeNamed = (type: ColumnType, name: EdgeName): Edge | undefined =>
  name === 'fraction' && type === 'dynamic' ? fraction : (edges[type] as { readonly [Name in EdgeName]?: Edge })[name]
