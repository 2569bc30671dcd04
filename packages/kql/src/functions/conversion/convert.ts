import type { ColumnType } from '@tripline/schemas'
import { call, carrier, computeOnce, refusal, type Sql, sql, value } from '../../sql/sql.ts'
import type { Udf } from '../../values/udf.ts'
import { type DynamicPath, jsonAt, textOrNullAt } from '../dynamic/dynamic-path.ts'
import { type Macro, macros } from '../macros.ts'
import type { Operand } from '../row.ts'
import { castUdfs } from './cast.ts'
import { dynamicCastUdfs } from './dynamic-cast.ts'
import { expandCastUdfs } from './expand-cast.ts'
import { textCastUdfs } from './text-cast.ts'

type Write = (operand: Sql) => Sql

const cast =
  (type: ColumnType): Write =>
  operand =>
    sql`CAST(${operand} AS ${carrier[type]})`

const same: Write = operand => operand

const by =
  (callee: Udf | Macro): Write =>
  operand =>
    call(callee, [operand])

const instant = by(macros.instant)

/** A UDF that returns a string: '' for null. */
const textBy =
  (udf: Udf): Write =>
  operand =>
    sql`coalesce(${call(udf, [operand])}, '')`

/** Plain digits are used as they are, anything else goes through a function; `none` is the text of no number. */
const plainOr =
  (udf: Udf, type: 'int' | 'long' | 'real', plain: Sql, none: Sql): Write =>
  operand =>
    computeOnce(
      operand,
      json =>
        sql`CASE WHEN ${json} = ${none} THEN NULL WHEN regexp_full_match(${json}, ${plain}) THEN CAST(${json} AS ${carrier[type]}) ELSE ${call(udf, [json])} END`,
    )

const plainInt = sql`'-?[0-9]{1,9}'`
const plainLong = sql`'-?[0-9]{1,18}'`
const plainReal = sql`'-?[0-9]{1,15}(?:\\.[0-9]{1,15})?'`

/** Numbers that the database may write with other digits than Kusto. */
const unlikeReal = sql`'-?[0-9]+(?:\\.[0-9]+(?:[eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+)'`

const isReal = (json: Sql): Sql => sql`${json} BETWEEN '-' AND '9~' AND regexp_full_match(${json}, ${unlikeReal})`

const realString = textBy(castUdfs.real_string)

/** The dynamic at a path; a JSON null counts as missing. */
export const dynamicAt = (path: DynamicPath<Sql>): Sql =>
  computeOnce(jsonAt(path), json => sql`nullif(${json}, 'null')`)

/** The text at a path, like `tostring` of the dynamic there (semantics 7.1, 7.3). The database reads everything but reals. */
const textAt = (path: DynamicPath<Sql>): Sql =>
  sql`coalesce(${computeOnce(
    textOrNullAt(path),
    found => sql`CASE WHEN ${isReal(found)} THEN ${computeOnce(jsonAt(path), realOrQuoted)} ELSE ${found} END`,
  )}, '')`

const unquoted: Write = json => sql`json_extract_string(${json}, '$')`

/** The text of a JSON value that is a real or a string. */
const realOrQuoted: Write = json =>
  sql`CASE WHEN starts_with(${json}, '"') THEN ${unquoted(json)} ELSE ${realString(sql`CAST(${json} AS DOUBLE)`)} END`

/** `tostring` of a dynamic: a string without its quotes, anything else as written. */
const dynamicText: Write = operand =>
  sql`coalesce(${computeOnce(
    operand,
    json =>
      sql`CASE WHEN starts_with(${json}, '"') THEN ${unquoted(json)} WHEN ${isReal(json)} THEN ${realString(sql`CAST(${json} AS DOUBLE)`)} ELSE ${json} END`,
  )}, '')`

/** `tostring` of a dynamic where the spelling of numbers does not matter. */
export const anyText: Write = operand =>
  sql`coalesce(${computeOnce(
    operand,
    json => sql`CASE WHEN starts_with(${json}, '"') THEN ${unquoted(json)} ELSE ${json} END`,
  )}, '')`

const quoted =
  (write: Write): Write =>
  operand =>
    sql`'"' || ${write(operand)} || '"'`

/** A long keeps its low 32 bits (semantics 5.7). */
const wrapInt: Write = operand => sql`CAST(xor(${operand} & 4294967295, 2147483648) - 2147483648 AS INTEGER)`

/** A decimal without its fraction, within the range of a whole number. */
const wholePart =
  (type: 'int' | 'long', beyond: Sql): Write =>
  operand =>
    computeOnce(
      operand,
      number =>
        sql`CASE WHEN abs(${number}) < ${beyond} THEN CAST(trunc(${number}) AS ${carrier[type]}) WHEN ${number} IS NOT NULL THEN ${refusal('unsettled-call', `a decimal beyond the range of ${type}`)} END`,
    )

/** How values convert between types: semantics 5.7, 7.1-7.4, 8.11. Pairs that are not listed have no conversion. */
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
    int: by(castUdfs.real_toint),
    long: by(castUdfs.real_tolong),
    real: same,
    decimal: operand =>
      computeOnce(
        operand,
        number => sql`CASE WHEN abs(${number}) >= 1e20 AND isfinite(${number}) THEN ${refusal('unsettled-call', 'a real as a decimal of more than 20 digits')}
          ELSE TRY_CAST(${by(textCastUdfs.decimal_of_text)(by(castUdfs.real_tostring)(number))} AS ${carrier.decimal}) END`,
      ),
    string: realString,
    datetime: operand => instant(by(castUdfs.real_tolong)(operand)),
    timespan: by(castUdfs.real_tolong),
    dynamic: by(castUdfs.real_todynamic),
  },
  decimal: {
    bool: operand => sql`(${operand} <> 0)`,
    int: wholePart('int', sql`2147483648`),
    long: wholePart('long', sql`9223372036854775808`),
    real: cast('real'),
    decimal: same,
    string: operand => textBy(castUdfs.decimal_tostring)(sql`CAST(${operand} AS VARCHAR)`),
    dynamic: operand => quoted(by(castUdfs.decimal_tostring))(sql`CAST(${operand} AS VARCHAR)`),
  },
  string: {
    bool: by(textCastUdfs.bool_of_row),
    int: plainOr(textCastUdfs.int_of_text, 'int', plainInt, sql`''`),
    long: plainOr(textCastUdfs.long_of_text, 'long', plainLong, sql`''`),
    real: plainOr(textCastUdfs.real_of_text, 'real', plainReal, sql`''`),
    decimal: operand => sql`TRY_CAST(${by(textCastUdfs.decimal_of_text)(operand)} AS ${carrier.decimal})`,
    string: same,
    datetime: by(textCastUdfs.parse_datetime),
    timespan: by(textCastUdfs.parse_timespan),
    guid: operand => sql`TRY_CAST(${by(textCastUdfs.guid_of_text)(operand)} AS UUID)`,
    dynamic: operand => sql`CAST(to_json(${operand}) AS VARCHAR)`,
  },
  datetime: {
    int: wrapInt,
    long: same,
    real: cast('real'),
    string: textBy(castUdfs.datetime_tostring),
    datetime: same,
    dynamic: quoted(by(castUdfs.datetime_tostring)),
  },
  timespan: {
    int: wrapInt,
    long: same,
    real: cast('real'),
    string: textBy(castUdfs.timespan_tostring),
    timespan: same,
    dynamic: quoted(by(castUdfs.timespan_tostring)),
  },
  guid: {
    string: operand => sql`coalesce(CAST(${operand} AS VARCHAR), '')`,
    guid: same,
    dynamic: quoted(operand => sql`CAST(${operand} AS VARCHAR)`),
  },
  dynamic: {
    bool: operand =>
      computeOnce(
        operand,
        json =>
          sql`CASE WHEN ${json} = 'true' THEN TRUE WHEN ${json} = 'false' THEN FALSE WHEN ${json} = 'null' THEN NULL ELSE ${call(dynamicCastUdfs.dynamic_tobool, [json])} END`,
      ),
    int: plainOr(dynamicCastUdfs.dynamic_toint, 'int', plainInt, sql`'null'`),
    long: plainOr(dynamicCastUdfs.dynamic_tolong, 'long', plainLong, sql`'null'`),
    real: plainOr(dynamicCastUdfs.dynamic_toreal, 'real', plainReal, sql`'null'`),
    decimal: operand => sql`TRY_CAST(${by(dynamicCastUdfs.dynamic_todecimal)(operand)} AS ${carrier.decimal})`,
    string: dynamicText,
    datetime: by(dynamicCastUdfs.dynamic_todatetime),
    timespan: by(dynamicCastUdfs.dynamic_totimespan),
    guid: operand => sql`TRY_CAST(${by(dynamicCastUdfs.dynamic_toguid)(operand)} AS UUID)`,
    dynamic: same,
  },
}

/** Whether a value of one type can become one of another. */
export const convertible = (from: ColumnType, to: ColumnType): boolean => conversions[from][to] !== undefined

/** An operand converted to another type; null and whatever does not convert become null, or '' for a string. */
export function convert(operand: Operand, to: ColumnType): Operand {
  if (operand.type === to || operand.type === 'struct') return operand
  if (to === 'string' && operand.text) return { sql: operand.text, type: to }
  if (operand.path) return { sql: at(operand.path, to), type: to }
  if (operand.constant === null) return { sql: value(to === 'string' ? '' : null, to), type: to, constant: null }
  const write = conversions[operand.type][to]
  if (!write) throw new Error(`no conversion from ${operand.type} to ${to}: lowering checks first`)
  return { sql: write(operand.sql), type: to }
}

/**
 * The value at a path, converted to a type; every cast treats a JSON null as missing. The SQL for text refers to the dynamic
 * twice.
 */
const at = (path: DynamicPath<Sql>, to: ColumnType): Sql =>
  to === 'string' ? textAt(path) : castDynamic(jsonAt(path), to)

const none =
  (type: ColumnType): Write =>
  () =>
    value(null, type)

/** Elements that `mv-expand` expands; they convert differently (semantics 12.3). */
const expansions: { readonly [Type in ColumnType]: Write } = {
  bool: by(expandCastUdfs.expand_tobool),
  int: plainOr(expandCastUdfs.expand_toint, 'int', plainInt, sql`'null'`),
  long: plainOr(expandCastUdfs.expand_tolong, 'long', plainLong, sql`'null'`),
  real: plainOr(expandCastUdfs.expand_toreal, 'real', plainReal, sql`'null'`),
  decimal: none('decimal'),
  string: operand =>
    computeOnce(
      operand,
      json =>
        sql`CASE WHEN ${json}[1] IN ('[', '{') THEN ${call(expandCastUdfs.expand_tostring, [json])} ELSE ${dynamicText(json)} END`,
    ),
  datetime: by(expandCastUdfs.expand_todatetime),
  timespan: none('timespan'),
  guid: operand => sql`TRY_CAST(${by(expandCastUdfs.expand_toguid)(operand)} AS UUID)`,
  dynamic: same,
}

/** An expanded element converted to a type; null unless it is of that kind, or '' for strings. */
export const castExpanded = (element: Sql, type: ColumnType): Sql => expansions[type](element)

/** An element of a dynamic converted to a type; whatever does not fit is null, or '' for strings. */
export const castDynamic = (element: Sql, type: ColumnType): Sql => conversions.dynamic[type]!(element)
