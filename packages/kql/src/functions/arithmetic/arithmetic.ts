import { because } from '../../refusals/refusal-text.ts'
import { call, type Sql, sql } from '../../sql/sql.ts'
import { castUdfs } from '../conversion/cast.ts'
import { convert } from '../conversion/convert.ts'
import { instant, macros } from '../macros.ts'
import { type CallSite, type Family, type Operand, type ScalarRow, scalar } from '../row.ts'
import { decimalUdfs, dividedDecimals } from './decimal-divide.ts'

type Pair = readonly [Operand, Operand]

/** Wraps at 64 bits as Kusto does; the database would raise an error (semantics 5.2). */
const wrapped = (wide: Sql): Sql => call(macros.wrap, [wide])

const wide = ({ sql: operand }: Operand): Sql => sql`CAST(${operand} AS HUGEINT)`

/** `+`, `-` and `*` of whole numbers: the plain form, or the wrapping one once it overflowed. */
const whole = (operator: Sql, [a, b]: Pair, { guarded }: CallSite): Sql =>
  guarded() ? wrapped(sql`${wide(a)} ${operator} ${wide(b)}`) : sql`(${a.sql} ${operator} ${b.sql})`

const asNumber = (operand: Operand, site: CallSite): Operand =>
  operand.type === 'timespan' || operand.type === 'datetime' ? operand : convert(operand, site.type)

function additive(operator: Sql) {
  return ([left, right]: readonly Operand[], site: CallSite): Sql => {
    if (site.type === 'datetime') return instant(sql`(${left!.sql} ${operator} ${right!.sql})`)
    if (site.type === 'timespan') return whole(operator, [asNumber(left!, site), asNumber(right!, site)], site)
    const pair: Pair = [convert(left!, site.type), convert(right!, site.type)]
    return site.type === 'long' ? whole(operator, pair, site) : sql`(${pair[0].sql} ${operator} ${pair[1].sql})`
  }
}

const isTime = (operand: Operand): boolean => operand.type === 'timespan' || operand.type === 'datetime'

const real = (operand: Operand): Sql =>
  isTime(operand) ? sql`CAST(${operand.sql} AS DOUBLE)` : convert(operand, 'real').sql

/** A timespan multiplied or divided by a real, converted back to ticks. */
const ticks = (quotient: Sql): Sql => call(castUdfs.real_tolong, [quotient])

function multiply([left, right]: readonly Operand[], site: CallSite): Sql {
  const pair: Pair = [left!, right!]
  if (site.type === 'timespan') {
    const fraction = pair.some(
      operand => operand.type === 'real' || operand.type === 'decimal' || operand.type === 'dynamic',
    )
    return fraction ? ticks(sql`${real(left!)} * ${real(right!)}`) : whole(sql`*`, pair, site)
  }
  const same: Pair = [convert(left!, site.type), convert(right!, site.type)]
  return site.type === 'long' ? whole(sql`*`, same, site) : sql`(${same[0].sql} * ${same[1].sql})`
}

/** Whole numbers truncate toward zero; division by zero yields null (semantics 5.3). */
function divide([left, right]: readonly Operand[], site: CallSite): Sql {
  if (site.type === 'timespan') {
    const fraction = right!.type === 'real' || right!.type === 'decimal' || right!.type === 'dynamic'
    return fraction ? ticks(sql`${real(left!)} / ${real(right!)}`) : sql`(${left!.sql} // ${right!.sql})`
  }
  if (isTime(left!) || isTime(right!)) return sql`(${real(left!)} / ${real(right!)})`
  const [a, b] = [convert(left!, site.type), convert(right!, site.type)]
  if (site.type === 'long') return site.guarded() ? wrapped(sql`${wide(a)} // ${wide(b)}`) : sql`(${a.sql} // ${b.sql})`
  if (site.type === 'decimal') return dividedDecimals(a.sql, b.sql)
  return sql`(${a.sql} / ${b.sql})`
}

/** The remainder is never negative: 0 <= r < |d| (semantics 5.4). */
function modulo([left, right]: readonly Operand[], site: CallSite): Sql {
  const [a, b] = [asNumber(left!, site), asNumber(right!, site)]
  const [x, y] = site.guarded() && site.type !== 'real' && site.type !== 'decimal' ? [wide(a), wide(b)] : [a.sql, b.sql]
  return call(macros.modulo, [x, y])
}

/** Rounds down to a multiple, counted from 0001-01-01 for instants; null unless the size is positive (semantics 5.5, 6.9). */
function bin([left, right]: readonly Operand[], site: CallSite): Sql {
  const value = isTime(left!) ? left!.sql : convert(left!, site.type).sql
  const size = isTime(right!) ? right!.sql : convert(right!, site.type).sql
  const positive =
    typeof right!.constant === 'bigint' || typeof right!.constant === 'number' ? right!.constant > 0 : false
  const step = positive ? size : call(macros.positive, [size])
  if (site.type === 'datetime') return sql`(${value} - ${value} % ${step})`
  if (site.type === 'real') return sql`(floor(${value} / ${step}) * ${step})`
  if (!site.guarded() || site.type === 'decimal') return sql`(${value} - ${call(macros.modulo, [value, step])})`
  return sql`CAST(${value} - ${call(macros.modulo, [sql`CAST(${value} AS HUGEINT)`, sql`CAST(${step} AS HUGEINT)`])} AS BIGINT)`
}

/** The valid combinations of instants and timespans (semantics 6.6); the binder accepts more. */
const timePairs: Readonly<Record<string, readonly string[]>> = {
  '+': ['datetime timespan', 'timespan datetime', 'timespan timespan'],
  '-': ['datetime datetime', 'datetime timespan', 'timespan timespan'],
  '*': ['timespan number', 'number timespan'],
  '/': ['timespan timespan', 'timespan number'],
  '%': ['timespan timespan', 'datetime timespan'],
}

/** Contents of a dynamic. */
const notNumbers = ['array', 'bag', 'text', 'bool'] as const

const timeKind: Readonly<Record<string, string>> = { int: 'number', long: 'number', real: 'number', decimal: 'number' }

const binary = (name: string, write: ScalarRow['sql'], rules: readonly string[]) =>
  scalar(name, ['any', 'any'], write, rules, {
    unsettled: { rest: notNumbers },
    refuses: args => {
      const kinds = args.map(({ type }) => timeKind[type] ?? type)
      if (!kinds.includes('datetime') && !kinds.includes('timespan')) return undefined
      return timePairs[name]!.includes(kinds.join(' '))
        ? undefined
        : because('undocumented-types', args[0]!.type, args[1]!.type)
    },
  })

export const arithmeticFunctions: Family = {
  udfs: [decimalUdfs],
  rows: [
    binary('+', additive(sql`+`), ['5.1', '5.2', '6.6']),
    binary('-', additive(sql`-`), ['5.1', '5.2', '6.6']),
    binary('*', multiply, ['5.1', '5.2', '6.6']),
    binary('/', divide, ['5.3', '6.6']),
    binary('%', modulo, ['5.4', '6.6']),
    scalar(
      'negate',
      ['any'],
      ([a], site) => {
        const operand = asNumber(a!, site)
        return site.guarded() && operand.type === 'long' ? wrapped(sql`-${wide(operand)}`) : sql`(-${operand.sql})`
      },
      ['5.1'],
    ),
    scalar(['bin', 'floor'], ['any', 'any'], bin, ['5.5', '6.9'], { unsettled: { 1: ['zero', 'nan', 'infinite'] } }),
    scalar(
      'abs',
      ['any'],
      ([a], site) => {
        const operand = asNumber(a!, site)
        return site.guarded() && operand.type === 'long'
          ? wrapped(sql`abs(${wide(operand)})`)
          : sql`abs(${operand.sql})`
      },
      ['5.1'],
    ),
  ],
}
