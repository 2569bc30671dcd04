import { constantOf, type Expression } from '../../plan/expression.ts'
import { readsColumn } from '../../plan/walk.ts'
import { type ArgumentRefusal, because } from '../../refusals/refusal-text.ts'
import { call, type Sql, sql, text } from '../../sql/sql.ts'
import type { Cell } from '../../world/dataset.ts'
import { castUdfs } from '../conversion/cast.ts'
import { convert } from '../conversion/convert.ts'
import { instant, macros } from '../macros.ts'
import { type CallSite, type Family, type FunctionRow, type Operand, scalar, udf } from '../row.ts'
import { calendarUdfs, datetimePartNames, datetimeUnits } from './calendar.ts'
import { datetimeFormatProblem, timeFormatUdfs, timespanFormatProblem } from './time-format.ts'
import { isTimeZone, timeZoneUdfs } from './time-zone.ts'

/** A constant unit or part must be a known one. */
const oneOf =
  (known: readonly string[], position = 0) =>
  (args: readonly Expression[]): ArgumentRefusal | undefined => {
    const unit = constantOf(args[position])
    if (typeof unit !== 'string') return because('constant-part')
    return known.includes(unit.toLowerCase()) ? undefined : because('unknown-part', unit)
  }

/** Kusto rejects formats with unknown letters (semantics 6.15). */
const format =
  (problem: (text: string) => string | undefined) =>
  ([, pattern]: readonly Expression[]): ArgumentRefusal | undefined => {
    const constant = constantOf(pattern)
    const found = typeof constant === 'string' ? problem(constant) : undefined
    return found === undefined ? undefined : because('time-format', String(constant), found)
  }

const zone = ([, name]: readonly Expression[]): ArgumentRefusal | undefined => {
  const constant = constantOf(name)
  return typeof constant === 'string' && !isTimeZone(constant) ? because('unknown-zone', constant) : undefined
}

/** A calendar part of an instant; the service returns it as long (semantics 6.11, 24.4). */
const part = (names: string | readonly string[], which: string, type: 'int' | 'long'): FunctionRow =>
  scalar(
    names,
    ['datetime'],
    ([instant]) => {
      const value = call(calendarUdfs.datetime_part, [text(which), instant!.sql])
      return type === 'int' ? sql`CAST(${value} AS INTEGER)` : value
    },
    ['6.11', '24.4'],
    type === 'long' ? { result: type } : {},
  )

const isWeek = (unit: Cell | undefined): boolean => String(unit).toLowerCase() === 'week'

const difference = ([unit, a, b]: readonly Operand[]): Sql =>
  isWeek(unit!.constant)
    ? call(calendarUdfs.datetime_diff_week, [a!.sql, b!.sql])
    : call(calendarUdfs.datetime_diff, [unit!.sql, a!.sql, b!.sql])

const zero = sql`CAST(0 AS BIGINT)`

const secondsOf = (operand: Operand | undefined): Sql =>
  operand ? convert(operand, 'real').sql : sql`CAST(0 AS DOUBLE)`

/** `make_datetime(y, m, d)`, `(y, m, d, h, m)` or `(y, m, d, h, m, s)` (semantics 6.14). */
const makeDatetime = (operands: readonly Operand[]): Sql => {
  if (operands.length === 1) return convert(operands[0]!, 'datetime').sql
  const whole = operands.slice(0, 5).map(operand => convert(operand, 'long').sql)
  return call(calendarUdfs.make_datetime, [...[...whole, zero, zero].slice(0, 5), secondsOf(operands[5])])
}

/** `make_timespan(h, m)`, `(h, m, s)` or `(d, h, m, s)` (semantics 6.14). */
const makeTimespan = (operands: readonly Operand[]): Sql => {
  if (operands.length === 1) return convert(operands[0]!, 'timespan').sql
  const whole = operands.map(operand => convert(operand, 'long').sql)
  const seconds = secondsOf(operands.length > 2 ? operands.at(-1) : undefined)
  const [days, hours, minutes] = operands.length === 4 ? whole : [zero, ...whole]
  return call(calendarUdfs.make_timespan, [days!, hours!, minutes!, seconds])
}

/** Seconds and similar units since 1970; `ticks` per unit. Beyond the range of instants the result is null. */
const fromUnix = (unit: string, ticks: Sql, whole: (count: Sql) => Sql): FunctionRow =>
  scalar(
    `unixtime_${unit}_todatetime`,
    ['any'],
    ([count]) => {
      const exact = count!.type === 'long' || count!.type === 'int'
      const since = exact
        ? whole(sql`CAST(${count!.sql} AS HUGEINT)`)
        : sql`CAST(${call(castUdfs.real_tolong, [sql`${convert(count!, 'real').sql} * ${ticks}`])} AS HUGEINT)`
      return sql`CAST(${call(macros.instant, [sql`621355968000000000 + ${since}`])} AS BIGINT)`
    },
    ['6.5'],
    { unsettled: { 0: ['infinite'] } },
  )

/** A single value is converted (semantics 6.14), unless it is a number. */
const single =
  (...types: readonly string[]) =>
  ([arg, ...more]: readonly Expression[]): ArgumentRefusal | undefined =>
    more.length > 0 || types.includes(arg!.type) ? undefined : because('undocumented-types', arg!.type)

/** Texts and dynamics that hold no time. */
const noTime = ['empty', 'blanks', 'non-ascii', 'array', 'bag', 'number', 'bool'] as const

/** `bin_at(value, size, fixed)`: bins aligned to a fixed point, rounded down also below it (semantics 6.9). */
const binAt = ([subject, size, fixed]: readonly Operand[], { type, guarded }: CallSite): Sql => {
  if (type === 'real') {
    const [x, s, f] = [subject!, size!, fixed!].map(operand => convert(operand, 'real').sql) as [Sql, Sql, Sql]
    return sql`(${f} + floor((${x} - ${f}) / ${call(macros.positive, [s])}) * ${s})`
  }
  const wide = guarded() && type !== 'decimal'
  const [x, s, f] = [subject!, size!, fixed!].map(operand =>
    wide ? sql`CAST(${operand.sql} AS HUGEINT)` : operand.sql,
  ) as [Sql, Sql, Sql]
  const start = sql`(${x} - ${call(macros.modulo, [sql`${x} - ${f}`, call(macros.positive, [s])])})`
  const bin = wide ? sql`CAST(${start} AS BIGINT)` : start
  return type === 'datetime' ? instant(bin) : bin
}

const numbers: ReadonlySet<string> = new Set(['int', 'long', 'real', 'decimal'])

/** The fixed point is a constant. */
const alike = (args: readonly Expression[]): ArgumentRefusal | undefined => {
  if (args[2] && readsColumn(args[2])) return because('constant-point')
  const kinds = args.map(({ type }) => (numbers.has(type) ? 'number' : type)).join(' ')
  return ['number number number', 'datetime timespan datetime', 'timespan timespan timespan'].includes(kinds)
    ? undefined
    : because('undocumented-types', ...args.map(({ type }) => type))
}

const notFinite = ['nan', 'infinite'] as const

/** A number of periods. */
const count = { 1: ['null'] } as const

export const datetimeFunctions: Family = {
  udfs: [calendarUdfs, timeFormatUdfs, timeZoneUdfs],
  rows: [
    udf(calendarUdfs.startofday, ['6.10'], { defaults: [0n], unsettled: count }),
    udf(calendarUdfs.endofday, ['6.10'], { defaults: [0n], unsettled: count }),
    udf(calendarUdfs.startofweek, ['6.10'], { defaults: [0n], unsettled: count }),
    udf(calendarUdfs.endofweek, ['6.10'], { defaults: [0n], unsettled: count }),
    udf(calendarUdfs.startofmonth, ['6.10'], { defaults: [0n], unsettled: count }),
    udf(calendarUdfs.endofmonth, ['6.10'], { defaults: [0n], unsettled: count }),
    udf(calendarUdfs.startofyear, ['6.10'], { defaults: [0n], unsettled: count }),
    udf(calendarUdfs.endofyear, ['6.10'], { defaults: [0n], unsettled: count }),
    scalar('datetime_diff', ['string', 'datetime', 'datetime'], difference, ['6.12', '24.3'], {
      refuses: oneOf([...datetimeUnits, 'week']),
      result: ([unit]) => (isWeek(constantOf(unit)) ? 'real' : undefined),
    }),
    udf(calendarUdfs.datetime_add, ['6.13'], { refuses: oneOf(datetimeUnits), unsettled: count }),
    udf(calendarUdfs.datetime_part, ['6.11', '24.4'], {
      names: ['datetime_part', 'datepart'],
      refuses: oneOf(datetimePartNames),
      result: 'long',
    }),
    udf(calendarUdfs.dayofweek, ['6.11']),
    udf(calendarUdfs.dayofyear, ['6.11']),
    udf(calendarUdfs.week_of_year, ['6.11']),
    udf(calendarUdfs.weekofyear, ['6.11']),
    part('dayofmonth', 'day', 'int'),
    part('getmonth', 'month', 'int'),
    part('monthofyear', 'month', 'long'),
    part('getyear', 'year', 'long'),
    part('hourofday', 'hour', 'long'),
    scalar('make_datetime', ['any'], makeDatetime, ['6.14'], {
      refuses: single('string', 'dynamic', 'datetime'),
      unsettled: { 0: noTime },
    }),
    scalar('make_timespan', ['any'], makeTimespan, ['6.14'], {
      refuses: single('string', 'dynamic', 'timespan'),
      unsettled: { 0: noTime },
    }),
    fromUnix('seconds', sql`10000000`, count => sql`${count} * 10000000`),
    fromUnix('milliseconds', sql`10000`, count => sql`${count} * 10000`),
    fromUnix('microseconds', sql`10`, count => sql`${count} * 10`),
    fromUnix('nanoseconds', sql`0.01`, count => sql`${count} // 100`),
    udf(timeZoneUdfs.datetime_utc_to_local, ['6.17'], { refuses: zone }),
    udf(timeZoneUdfs.datetime_local_to_utc, ['6.17'], { refuses: zone }),
    udf(timeFormatUdfs.format_datetime, ['6.15'], { refuses: format(datetimeFormatProblem) }),
    udf(timeFormatUdfs.format_timespan, ['6.15'], { refuses: format(timespanFormatProblem) }),
    scalar('bin_at', ['any', 'any', 'any'], binAt, ['6.9'], {
      refuses: alike,
      unsettled: { 0: notFinite, 1: ['null', 'zero', 'negative', ...notFinite], 2: ['null', ...notFinite] },
    }),
  ],
}
