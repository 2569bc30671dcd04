import type { ColumnType } from '@tripline/schemas'
import type { Expression } from '../../plan/expression.ts'
import { type ArgumentRefusal, because } from '../../refusals/refusal-text.ts'
import { call, join, type Sql, sql, value } from '../../sql/sql.ts'
import type { Cell } from '../../world/dataset.ts'
import { convert, convertible } from '../conversion/convert.ts'
import { textOrNullAt } from '../dynamic/dynamic-path.ts'
import { mixed } from '../mixed-types.ts'
import { type CallSite, type Family, type Operand, scalar } from '../row.ts'

const numbers: ReadonlySet<string> = new Set(['int', 'long', 'real', 'decimal'])

/**
 * Two operands converted to one type. A bool counts as 0 or 1 among numbers, a dynamic becomes what it is compared with
 * (semantics 8.6), a literal takes the type of the column; text and number columns are compared as text (semantics 2.11).
 */
function align(left: Operand, right: Operand): readonly [Operand, Operand] {
  const [a, b] = [left.type as ColumnType, right.type as ColumnType]
  if (a === b || (numbers.has(a) && numbers.has(b))) return [left, right]
  if (a === 'bool' && numbers.has(b)) return [convert(left, b), right]
  if (b === 'bool' && numbers.has(a)) return [left, convert(right, a)]
  if (a === 'dynamic') return [convert(left, b), right]
  if (b === 'dynamic') return [left, convert(right, a)]
  if (right.constant !== undefined && convertible(b, a)) return [left, convert(right, a)]
  if (left.constant !== undefined && convertible(a, b)) return [convert(left, b), right]
  return [textOrNull(left), textOrNull(right)]
}

/**
 * Constants take the type of what they are compared with; what two values of the rows do whose types have nothing in common is
 * not settled (semantics 2.11).
 */
export const compareInRows = (a: string, b: string): boolean =>
  a === b || a === 'dynamic' || b === 'dynamic' || [a, b].every(type => numbers.has(type) || type === 'bool')

const unlike = ([left, right]: readonly Expression[]): ArgumentRefusal | undefined =>
  [left!, right!].some(({ op }) => op === 'literal') || compareInRows(left!.type, right!.type)
    ? undefined
    : because('undocumented-types', left!.type, right!.type)

/** A value as text, with null kept: no value of another type has an empty text. */
const textOrNull = (operand: Operand): Operand =>
  operand.type === 'string' ? operand : { sql: sql`nullif(${convert(operand, 'string').sql}, '')`, type: 'string' }

const neverNull = (operand: Operand): boolean =>
  operand.type === 'string' || (operand.constant !== undefined && operand.constant !== null)

/** A missing dynamic compares as the empty text; other types stay null. */
const stays = (written: Operand, met: Operand): boolean =>
  neverNull(met) && (written.type === 'dynamic' || neverNull(written))

const isNanFree = (cell: Cell | undefined): boolean => cell !== undefined && !Number.isNaN(cell)

/** A comparison of reals is false if either is NaN; the database treats NaN as the greatest number (semantics 5.8). */
function ordered(left: Operand, right: Operand): Sql {
  const mayBeNan = [left, right].filter(operand => operand.type === 'real' && !isNanFree(operand.constant))
  return mayBeNan.reduce((guards, operand) => sql`${guards} AND NOT isnan(${operand.sql})`, sql``)
}

/** Equality is total: false if one side is null, true if both are (semantics 1.4). */
export function equal(first: Operand, second: Operand, site: Pick<CallSite, 'truth'>): Sql {
  const [a, b] = align(first, second)
  const same = sql`(${a.sql} = ${b.sql}${ordered(a, b)})`
  if (site.truth || (stays(first, a) && stays(second, b))) return same
  if ([a, b, first, second].some(neverNull)) return sql`coalesce(${same}, FALSE)`
  return sql`CASE WHEN ${a.sql} IS NOT NULL OR ${b.sql} IS NOT NULL THEN coalesce(${same}, FALSE) END`
}

/** Inequality is total too: true if one side is null (semantics 1.4, 1.6). */
function different(first: Operand, second: Operand, site: Pick<CallSite, 'truth'>): Sql {
  const [a, b] = align(first, second)
  const reals = [a, b].filter(operand => operand.type === 'real' && !isNanFree(operand.constant))
  const nan = reals.map(operand => sql` OR isnan(${operand.sql})`)
  const guard = nan.reduce((all, one) => sql`${all}${one}`, sql``)
  if (stays(first, a) && stays(second, b)) return sql`(${a.sql} <> ${b.sql}${guard})`
  // A constant that does not convert differs from everything, including null (semantics 2.11).
  const lost = (written: Operand, converted: Operand) =>
    neverNull(written) && !neverNull(converted) ? [sql` OR ${converted.sql} IS NULL`] : []
  const unlike = [...lost(first, a), ...lost(second, b)]
  const distinct = sql`(${a.sql} IS DISTINCT FROM ${b.sql}${guard}${unlike.reduce((all, one) => sql`${all}${one}`, sql``)})`
  if (site.truth || unlike.length > 0 || neverNull(a) || neverNull(b)) return distinct
  return sql`CASE WHEN ${a.sql} IS NOT NULL OR ${b.sql} IS NOT NULL THEN ${distinct} END`
}

/** Simple case folding, one code point to one (semantics 2.2). */
export const fold = (operand: Operand): Operand => ({ ...operand, sql: call('lower', [operand.sql]) })

const comparison = (name: string, operator: Sql) =>
  scalar(
    name,
    ['any', 'any'],
    ([left, right]) => {
      const [a, b] = align(left!, right!)
      return sql`(${a.sql} ${operator} ${b.sql}${ordered(a, b)})`
    },
    ['1.4', '5.8'],
    { cheap: true },
  )

/** Inclusive at both ends (semantics 6.8); lowering `between` turns a timespan into the upper instant. */
const between = (operands: readonly Operand[]): Sql => {
  const [subject, low, high] = operands as [Operand, Operand, Operand]
  const [a, from] = align(subject, low)
  const [b, to] = align(subject, high)
  return sql`(${a.sql} >= ${from.sql} AND ${b.sql} <= ${to.sql}${ordered(a, to)})`
}

/** `around(value, center, delta)`: inclusive at both ends; intermediate ticks and whole numbers may exceed 64 bits. */
const around = ([subject, center, delta]: readonly Operand[]): Sql => {
  const wide = ({ sql: operand, type }: Operand) =>
    type === 'real' || type === 'decimal' ? operand : sql`CAST(${operand} AS HUGEINT)`
  const [value, middle, reach] = [wide(subject!), wide(center!), wide(delta!)]
  return sql`(${value} BETWEEN ${middle} - ${reach} AND ${middle} + ${reach}${ordered(subject!, center!)})`
}

const aroundTypes = (args: readonly Expression[]): ArgumentRefusal | undefined => {
  const kinds = args.map(({ type }) => (numbers.has(type) ? 'number' : type)).join(' ')
  return ['number number number', 'datetime datetime timespan', 'timespan timespan timespan'].includes(kinds)
    ? undefined
    : because('around-types')
}

const comparisonRows = [
  scalar('==', ['any', 'any'], ([a, b], site) => equal(a!, b!, site), ['1.4', '2.11', '5.8', '8.6'], {
    seeks: true,
    cheap: true,
    refuses: unlike,
  }),
  scalar('!=', ['any', 'any'], ([a, b], site) => different(a!, b!, site), ['1.4', '1.6', '5.8'], {
    seeks: true,
    cheap: true,
    refuses: unlike,
  }),
  comparison('<', sql`<`),
  comparison('<=', sql`<=`),
  comparison('>', sql`>`),
  comparison('>=', sql`>=`),
  scalar('between', ['any', 'any', 'any'], between, ['6.8'], { cheap: true }),
  scalar('around', ['any', 'any', 'any'], around, ['6.8'], { refuses: aroundTypes }),
  scalar('!between', ['any', 'any', 'any'], operands => sql`(NOT ${between(operands)})`, ['6.8']),
  scalar('=~', ['string', 'string'], ([a, b], site) => equal(fold(a!), fold(b!), site), ['2.1', '2.2'], {
    seeks: true,
    foldsCase: { exact: '==' },
  }),
  scalar('!~', ['string', 'string'], ([a, b], site) => different(fold(a!), fold(b!), site), ['2.1', '2.7'], {
    seeks: true,
    foldsCase: { exact: '!=' },
  }),
]

/** `isempty`: null or the empty string, also inside a dynamic (semantics 1.8). */
function isEmpty({ sql: operand, type }: Operand): Sql {
  if (type === 'string') return sql`(${operand} = '')`
  if (type === 'dynamic') return sql`(${operand} IS NULL OR ${operand} = '""')`
  return sql`(${operand} IS NULL)`
}

/** A string is never null (semantics 1.2). */
const isNull = ({ sql: operand, type, path }: Operand): Sql =>
  type === 'string' ? sql`FALSE` : sql`(${path ? textOrNullAt(path) : operand} IS NULL)`

const nullRows = [
  scalar('isempty', ['any'], ([operand]) => isEmpty(operand!), ['1.8'], { seeks: true }),
  scalar(['isnotempty', 'notempty'], ['any'], ([operand]) => sql`(NOT ${isEmpty(operand!)})`, ['1.8'], { seeks: true }),
  scalar('isnull', ['any'], ([operand]) => isNull(operand!), ['1.2']),
  scalar(['isnotnull', 'notnull'], ['any'], ([operand]) => sql`(NOT ${isNull(operand!)})`, ['1.2']),
  scalar(
    'coalesce',
    ['result'],
    (operands, { type }) => {
      const args = operands.map(operand => (type === 'string' ? sql`nullif(${operand.sql}, '')` : operand.sql))
      return sql`coalesce(${join(type === 'string' ? [...args, value('', 'string')] : args)})`
    },
    ['1.9'],
    { alternatives: () => true, refuses: mixed },
  ),
]

export const comparisonFunctions: Family = { rows: [...comparisonRows, ...nullRows] }
