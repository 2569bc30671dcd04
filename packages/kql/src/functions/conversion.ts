import type { ColumnType } from '@tripline/schemas'
import { call, carrier, once, type Sql, sql, value } from '../emit/sql.ts'
import type { Operand } from './row.ts'

type Write = (operand: Sql) => Sql

const cast =
  (type: ColumnType): Write =>
  operand =>
    sql`CAST(${operand} AS ${carrier[type]})`

const same: Write = operand => operand

const udf =
  (name: string): Write =>
  operand =>
    call(`kql_${name}`, [operand])

const instant = udf('instant')

/** A UDF that gives a string: '' for null. */
const text =
  (name: string): Write =>
  operand =>
    sql`coalesce(${call(`kql_${name}`, [operand])}, '')`

/** Digits as they come, anything else by a function; an empty text is no number. */
const wholeOr =
  (name: string, type: 'int' | 'long', whole: Sql): Write =>
  operand =>
    once(
      operand,
      json =>
        sql`CASE WHEN ${json} = '' THEN NULL WHEN regexp_full_match(${json}, ${whole}) THEN CAST(${json} AS ${carrier[type]}) ELSE ${udf(name)(json)} END`,
    )

/** The dynamic at a path of another; a JSON null is none. */
export const dynamicAt = (dynamic: Sql, path: Sql): Sql =>
  once(sql`CAST(json_extract(${dynamic}, ${path}) AS VARCHAR)`, json => sql`nullif(${json}, 'null')`)

/**
 * The text at a path of a dynamic, as `tostring` of it would be: the database reads it at once, except for reals, whose
 * digits are Kusto's own; no other text than of a number is taken for one (semantics 7.1, 7.3).
 */
export const textAt = (dynamic: Sql, path: Sql): Sql =>
  sql`coalesce(${once(
    sql`json_extract_string(${dynamic}, ${path})`,
    text =>
      sql`CASE WHEN ${text} BETWEEN '-' AND '9~' THEN kql_dynamic_tostring(CAST(json_extract(${dynamic}, ${path}) AS VARCHAR)) ELSE ${text} END`,
  )}, '')`

const quoted =
  (write: Write): Write =>
  operand =>
    sql`'"' || ${write(operand)} || '"'`

/** A long keeps its low 32 bits (semantics 5.7). */
const wrapInt: Write = operand => sql`CAST(xor(${operand} & 4294967295, 2147483648) - 2147483648 AS INTEGER)`

/** How a value of one type becomes one of another: semantics 5.7, 7.1-7.4, 8.11. A pair that is not here has no conversion. */
const conversions: { readonly [From in ColumnType]: { readonly [To in ColumnType]?: Write } } = {
  bool: {
    bool: same,
    int: cast('int'),
    long: cast('long'),
    real: operand => sql`CAST(CAST(${operand} AS INTEGER) AS DOUBLE)`,
    decimal: operand => sql`CAST(CAST(${operand} AS INTEGER) AS ${carrier.decimal})`,
    string: operand => sql`CASE WHEN ${operand} THEN 'True' WHEN NOT ${operand} THEN 'False' ELSE '' END`,
    dynamic: operand => sql`CASE WHEN ${operand} THEN 'true' WHEN NOT ${operand} THEN 'false' END`,
  },
  int: {
    bool: operand => sql`(${operand} <> 0)`,
    int: same,
    long: cast('long'),
    real: cast('real'),
    decimal: cast('decimal'),
    string: operand => sql`coalesce(CAST(${operand} AS VARCHAR), '')`,
    datetime: cast('long'),
    timespan: cast('long'),
    dynamic: operand => sql`CAST(${operand} AS VARCHAR)`,
  },
  long: {
    bool: operand => sql`(${operand} <> 0)`,
    int: wrapInt,
    long: same,
    real: cast('real'),
    decimal: cast('decimal'),
    string: operand => sql`coalesce(CAST(${operand} AS VARCHAR), '')`,
    datetime: instant,
    timespan: same,
    dynamic: operand => sql`CAST(${operand} AS VARCHAR)`,
  },
  real: {
    bool: operand => sql`(${operand} <> 0)`,
    int: udf('real_toint'),
    long: udf('real_tolong'),
    real: same,
    decimal: operand => sql`TRY_CAST(${udf('real_tostring')(operand)} AS ${carrier.decimal})`,
    string: text('real_tostring'),
    datetime: operand => instant(udf('real_tolong')(operand)),
    timespan: udf('real_tolong'),
    dynamic: udf('real_todynamic'),
  },
  decimal: {
    bool: operand => sql`(${operand} <> 0)`,
    int: operand => sql`CAST(trunc(${operand}) AS INTEGER)`,
    long: operand => sql`CAST(trunc(${operand}) AS BIGINT)`,
    real: cast('real'),
    decimal: same,
    string: operand => text('decimal_tostring')(sql`CAST(${operand} AS VARCHAR)`),
    dynamic: operand => quoted(udf('decimal_tostring'))(sql`CAST(${operand} AS VARCHAR)`),
  },
  string: {
    bool: udf('bool_of_text'),
    int: wholeOr('int_of_text', 'int', sql`'-?[0-9]{1,9}'`),
    long: wholeOr('long_of_text', 'long', sql`'-?[0-9]{1,18}'`),
    real: udf('real_of_text'),
    decimal: operand => sql`TRY_CAST(${udf('decimal_of_text')(operand)} AS ${carrier.decimal})`,
    string: same,
    datetime: udf('parse_datetime'),
    timespan: udf('parse_timespan'),
    guid: operand => sql`TRY_CAST(${udf('guid_of_text')(operand)} AS UUID)`,
    dynamic: operand => sql`CAST(to_json(${operand}) AS VARCHAR)`,
  },
  datetime: {
    long: same,
    real: cast('real'),
    string: text('datetime_tostring'),
    datetime: same,
    dynamic: quoted(udf('datetime_tostring')),
  },
  timespan: {
    long: same,
    real: cast('real'),
    string: text('timespan_tostring'),
    timespan: same,
    dynamic: quoted(udf('timespan_tostring')),
  },
  guid: {
    string: operand => sql`coalesce(CAST(${operand} AS VARCHAR), '')`,
    guid: same,
    dynamic: quoted(operand => sql`CAST(${operand} AS VARCHAR)`),
  },
  dynamic: {
    bool: operand =>
      once(
        operand,
        json =>
          sql`CASE WHEN ${json} = 'true' THEN TRUE WHEN ${json} = 'false' THEN FALSE ELSE kql_dynamic_tobool(${json}) END`,
      ),
    int: wholeOr('dynamic_toint', 'int', sql`'-?[0-9]{1,9}'`),
    long: wholeOr('dynamic_tolong', 'long', sql`'-?[0-9]{1,18}'`),
    real: udf('dynamic_toreal'),
    decimal: operand => sql`TRY_CAST(${udf('dynamic_todecimal')(operand)} AS ${carrier.decimal})`,
    string: text('dynamic_tostring'),
    datetime: udf('dynamic_todatetime'),
    timespan: udf('dynamic_totimespan'),
    guid: operand => sql`TRY_CAST(${udf('dynamic_toguid')(operand)} AS UUID)`,
    dynamic: same,
  },
}

/** Whether a value of one type can become one of another. */
export const convertible = (from: ColumnType, to: ColumnType): boolean => conversions[from][to] !== undefined

/** An operand as another type; null and what does not convert give null ('' for a string). */
export function convert(operand: Operand, to: ColumnType): Operand {
  if (operand.type === to || operand.type === 'struct') return operand
  if (to === 'string' && operand.text) return { sql: operand.text, type: to }
  if (operand.constant === null) return { sql: value(to === 'string' ? '' : null, to), type: to, constant: null }
  const write = conversions[operand.type][to]
  if (!write) throw new Error(`no conversion from ${operand.type} to ${to}: lowering checks first`)
  return { sql: write(operand.sql), type: to }
}

/** An element of a dynamic as a type; what does not fit is null, '' for strings. */
export const castDynamic = (element: Sql, type: ColumnType): Sql => conversions.dynamic[type]!(element)
