import type { ColumnType } from '@tripline/schemas'
import { call, carrier, once, refusal, type Sql, sql, value } from '../../emit/sql.ts'
import { jsonAt, type Place, textOrNullAt } from '../dynamic/dynamic-path.ts'
import type { Operand } from '../row.ts'

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
const textBy =
  (name: string): Write =>
  operand =>
    sql`coalesce(${call(`kql_${name}`, [operand])}, '')`

/** Plain digits as they come, anything else by a function; `none` is the text that is no number. */
const plainOr =
  (name: string, type: 'int' | 'long' | 'real', plain: Sql, none: Sql): Write =>
  operand =>
    once(
      operand,
      json =>
        sql`CASE WHEN ${json} = ${none} THEN NULL WHEN regexp_full_match(${json}, ${plain}) THEN CAST(${json} AS ${carrier[type]}) ELSE ${udf(name)(json)} END`,
    )

const plainInt = sql`'-?[0-9]{1,9}'`
const plainLong = sql`'-?[0-9]{1,18}'`
const plainReal = sql`'-?[0-9]{1,15}(?:\\.[0-9]{1,15})?'`

/** Numbers whose digits the database may write otherwise than Kusto does. */
const unlikeReal = sql`'-?[0-9]+(?:\\.[0-9]+(?:[eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+)'`

const isReal = (json: Sql): Sql => sql`${json} BETWEEN '-' AND '9~' AND regexp_full_match(${json}, ${unlikeReal})`

/** Kusto's digits of a real; where others change to an exponent, nobody knows when and how it does (semantics 7.3). */
const realString: Write = operand =>
  once(
    operand,
    number =>
      sql`CASE WHEN isfinite(${number}) AND ${number} <> 0 AND (abs(${number}) >= 1e15 OR abs(${number}) < 1e-4) THEN ${refusal('the text of a real below 0.0001 or from 1e15 on', 'where an exponent begins is not documented')} ELSE coalesce(kql_real_tostring(${number}), '') END`,
  )

/** The dynamic at a place; a JSON null is none. */
export const dynamicAt = (place: Place<Sql>): Sql => once(jsonAt(place), json => sql`nullif(${json}, 'null')`)

/** The text at a place, as `tostring` of the dynamic would be (semantics 7.1, 7.3): the database reads it, but for reals. */
const textAt = (place: Place<Sql>): Sql =>
  sql`coalesce(${once(
    textOrNullAt(place),
    found => sql`CASE WHEN ${isReal(found)} THEN ${dynamicText(jsonAt(place))} ELSE ${found} END`,
  )}, '')`

/** `tostring` of a dynamic: a string without its quotes, all else as it is written. */
const dynamicText: Write = operand =>
  sql`coalesce(${once(
    operand,
    json =>
      sql`CASE WHEN starts_with(${json}, '"') THEN json_extract_string(${json}, '$') WHEN ${isReal(json)} THEN ${realString(sql`CAST(${json} AS DOUBLE)`)} ELSE ${json} END`,
  )}, '')`

/** `tostring` of a dynamic where it does not matter in which digits numbers are written. */
export const anyText: Write = operand =>
  sql`coalesce(${once(
    operand,
    json => sql`CASE WHEN starts_with(${json}, '"') THEN json_extract_string(${json}, '$') ELSE ${json} END`,
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
    decimal: operand => sql`TRY_CAST(${udf('decimal_of_text')(udf('real_tostring')(operand))} AS ${carrier.decimal})`,
    string: realString,
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
    string: operand => textBy('decimal_tostring')(sql`CAST(${operand} AS VARCHAR)`),
    dynamic: operand => quoted(udf('decimal_tostring'))(sql`CAST(${operand} AS VARCHAR)`),
  },
  string: {
    bool: udf('bool_of_row'),
    int: plainOr('int_of_text', 'int', plainInt, sql`''`),
    long: plainOr('long_of_text', 'long', plainLong, sql`''`),
    real: plainOr('real_of_text', 'real', plainReal, sql`''`),
    decimal: operand => sql`TRY_CAST(${udf('decimal_of_text')(operand)} AS ${carrier.decimal})`,
    string: same,
    datetime: udf('parse_datetime'),
    timespan: udf('parse_timespan'),
    guid: operand => sql`TRY_CAST(${udf('guid_of_text')(operand)} AS UUID)`,
    dynamic: operand => sql`CAST(to_json(${operand}) AS VARCHAR)`,
  },
  datetime: {
    int: wrapInt,
    long: same,
    real: cast('real'),
    string: textBy('datetime_tostring'),
    datetime: same,
    dynamic: quoted(udf('datetime_tostring')),
  },
  timespan: {
    int: wrapInt,
    long: same,
    real: cast('real'),
    string: textBy('timespan_tostring'),
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
          sql`CASE WHEN ${json} = 'true' THEN TRUE WHEN ${json} = 'false' THEN FALSE WHEN ${json} = 'null' THEN NULL ELSE kql_dynamic_tobool(${json}) END`,
      ),
    int: plainOr('dynamic_toint', 'int', plainInt, sql`'null'`),
    long: plainOr('dynamic_tolong', 'long', plainLong, sql`'null'`),
    real: plainOr('dynamic_toreal', 'real', plainReal, sql`'null'`),
    decimal: operand => sql`TRY_CAST(${udf('dynamic_todecimal')(operand)} AS ${carrier.decimal})`,
    string: dynamicText,
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
  if (operand.place) return { sql: at(operand.place, to), type: to }
  if (operand.constant === null) return { sql: value(to === 'string' ? '' : null, to), type: to, constant: null }
  const write = conversions[operand.type][to]
  if (!write) throw new Error(`no conversion from ${operand.type} to ${to}: lowering checks first`)
  return { sql: write(operand.sql), type: to }
}

/** What stands at a place, as a type; every cast takes a JSON null for none. The text of it names the dynamic twice. */
const at = (place: Place<Sql>, to: ColumnType): Sql =>
  to === 'string' ? textAt(place) : castDynamic(jsonAt(place), to)

const none =
  (type: ColumnType): Write =>
  () =>
    value(null, type)

/** Elements that `mv-expand` lays open, by rules of its own (semantics 12.3). */
const expansions: { readonly [Type in ColumnType]: Write } = {
  bool: udf('expand_tobool'),
  int: plainOr('expand_toint', 'int', plainInt, sql`'null'`),
  long: plainOr('expand_tolong', 'long', plainLong, sql`'null'`),
  real: plainOr('expand_toreal', 'real', plainReal, sql`'null'`),
  decimal: none('decimal'),
  string: dynamicText,
  datetime: udf('expand_todatetime'),
  timespan: none('timespan'),
  guid: operand => sql`TRY_CAST(${udf('expand_toguid')(operand)} AS UUID)`,
  dynamic: same,
}

/** An element of an array laid open, as a type; null unless it is of that kind, '' for strings. */
export const castExpanded = (element: Sql, type: ColumnType): Sql => expansions[type](element)

/** An element of a dynamic as a type; what does not fit is null, '' for strings. */
export const castDynamic = (element: Sql, type: ColumnType): Sql => conversions.dynamic[type]!(element)
