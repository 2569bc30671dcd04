import { call, join, refusal, type Sql, sql, text } from '../../sql/sql.ts'
import { equal, fold } from '../comparison/comparison.ts'
import { convert } from '../conversion/convert.ts'
import { type CallSite, type Family, type Operand, scalar } from '../row.ts'
import { has } from '../string-operators/string-operators.ts'
import { termUdfs } from '../string-operators/term.ts'
import { hasAny } from './has-any.ts'
import { inArrayUdfs } from './in-array.ts'

/** A value equals the subject, or one of its elements if it is a dynamic array (semantics 1.6, 8.20). */
function present(operands: readonly Operand[], site: Pick<CallSite, 'truth'>, folded: boolean): Sql {
  const [subject, ...listed] = operands as [Operand, ...Operand[]]
  const own = (value: Operand) => isPlain(subject, value)
  const all = distinct(listed)
  const plain = all.filter(own).length > 1 && !(folded && subject.type !== 'string') ? all.filter(own) : []
  const values = plain.length > 0 ? all.filter(value => !own(value)) : all
  const prepared = (operand: Operand) => (folded ? fold(convert(operand, 'string')) : operand)
  const arrays = values.filter(value => value.type === 'dynamic')
  const singles = values.filter(value => value.type !== 'dynamic')
  const tests = [
    ...(plain.length > 0 ? [lookup(prepared(subject), plain.map(prepared), site)] : []),
    ...singles.map(value => equal(prepared(subject), prepared(value), site)),
    ...arrays.map(value =>
      call(inArrayUdfs.in_array, [convert(subject, 'dynamic').sql, value.sql, folded ? sql`TRUE` : sql`FALSE`]),
    ),
  ]
  return tests.length === 0
    ? sql`FALSE`
    : sql`(${join(
        tests.map(test => sql`coalesce(${test}, FALSE)`),
        ' OR ',
      )})`
}

const distinct = (values: readonly Operand[]): readonly Operand[] => [
  ...new Map(
    values.map(value => [value.constant === undefined ? value : `${value.type} ${value.constant}`, value]),
  ).values(),
]

/** A constant of the subject's type; int and long are interchangeable. */
const isPlain = ({ type }: Operand, value: Operand): boolean =>
  value.constant !== undefined &&
  value.constant !== null &&
  type !== 'real' &&
  type !== 'dynamic' &&
  (value.type === type || (isWhole(type) && isWhole(value.type)))

const isWhole = (type: Operand['type']): boolean => type === 'int' || type === 'long'

/** From this many values on, a filter that tries them in turn is slower than a lookup. */
const manyValues = 32

/** One IN. With many values it becomes a join, the only form in which the database looks them up. */
function lookup(subject: Operand, values: readonly Operand[], site: Pick<CallSite, 'truth'>): Sql {
  const list = join(values.map(value => value.sql))
  const joined = site.truth && values.length > manyValues
  return sql`${subject.sql} IN (${joined ? sql`SELECT unnest([${list}])` : list})`
}

const membership = (name: string, folded: boolean, negated: boolean) =>
  scalar(
    name,
    ['any'],
    (operands, site) => {
      const test = present(operands, site, folded)
      return negated ? sql`(NOT ${test})` : test
    },
    ['1.6', '2.8', '2.9', '2.11'],
    { seeks: true, ...(folded && { foldsCase: { exact: name.replace('~', '') } }) },
  )

/** From this many constants on, one function looks them up; the database would take seconds to plan a predicate for each. */
const manyTerms = 64

/** `has_any`, `has_all` with constants or a dynamic array of terms (semantics 2.8). */
const terms = (name: string, all: boolean) =>
  scalar(
    name,
    ['any'],
    ([subject, ...values]) => {
      const haystack = convert(subject!, 'string')
      const constants = values.flatMap(({ type, constant }) =>
        type !== 'dynamic' && constant !== undefined && constant !== null ? [String(constant)] : [],
      )
      const inList = (list: Sql): Sql => call(all ? termUdfs.has_all : termUdfs.has_any, [haystack.sql, list])
      if (constants.length === values.length && values.length > manyTerms)
        return inList(text(JSON.stringify(constants)))
      const lists = values
        .filter(value => value.type === 'dynamic')
        .map(list => sql`coalesce(${inList(list.sql)}, ${refusal('unsettled-call', `${name} of a null list`)})`)
      const needles = values.filter(value => value.type !== 'dynamic').map(convertConstant)
      const tests = [...lists, ...(all ? needles.map(needle => has(haystack, needle)) : hasAny(haystack, needles))]
      if (tests.length === 0) return all ? sql`TRUE` : sql`FALSE`
      return sql`(${join(tests, all ? ' AND ' : ' OR ')})`
    },
    ['2.3', '2.8'],
    { seeks: true, foldsCase: {} },
  )

const convertConstant = (operand: Operand): Operand =>
  operand.type === 'string'
    ? operand
    : { ...convert(operand, 'string'), ...(operand.constant !== undefined && { constant: String(operand.constant) }) }

export const listOperators: Family = {
  udfs: [inArrayUdfs],
  rows: [
    membership('in', false, false),
    membership('!in', false, true),
    membership('in~', true, false),
    membership('!in~', true, true),
    terms('has_any', false),
    terms('has_all', true),
  ],
}
