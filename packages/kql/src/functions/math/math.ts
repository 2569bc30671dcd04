import { constantOf, type Expression } from '../../plan/expression.ts'
import { type ArgumentRefusal, because, refusalText } from '../../refusals/refusal-text.ts'
import { call, carrier, integer, join, refusal, type Sql, sql } from '../../sql/sql.ts'
import { convert } from '../conversion/convert.ts'
import { macros } from '../macros.ts'
import { type Family, type FunctionRow, type Operand, refused, type ScalarRow, scalar, udf } from '../row.ts'
import { errorFunctionUdfs } from './error-function.ts'
import { roundUdfs } from './round.ts'

const real = (
  name: string,
  write: (x: Sql) => Sql,
  rules: readonly string[] = ['5.10'],
  options: Pick<ScalarRow, 'unsettled'> = {},
): FunctionRow => scalar(name, ['real'], ([x]) => write(x!.sql), rules, options)

/** Functions that have the same name in the database. */
const plain = (name: string): FunctionRow => real(name, x => call(name, [x]))

/** The result for an infinite angle is NaN; the database would raise an error. */
const angle = (name: string, write: (x: Sql) => Sql): FunctionRow =>
  real(name, x => sql`CASE WHEN isinf(${x}) THEN CAST('nan' AS DOUBLE) ELSE ${write(x)} END`)

/** Null beyond [-1, 1]; the database orders NaN above every number. */
const bounded = (name: string): FunctionRow =>
  real(name, x => sql`CASE WHEN abs(${x}) <= 1 OR isnan(${x}) THEN ${call(name, [x])} END`)

/** `log` of a negative number is null, and of zero minus infinity (semantics 5.10). */
const logarithm = (name: string, database: string): FunctionRow =>
  real(name, x => sql`CASE WHEN ${x} > 0 THEN ${call(database, [x])} WHEN ${x} = 0 THEN CAST('-inf' AS DOUBLE) END`)

/** Nulls are ignored; NaN wins over every number in both (semantics 1.7). */
const extreme = (name: string, database: 'greatest' | 'least'): FunctionRow =>
  scalar(
    name,
    ['result'],
    (operands, { type }) => {
      const best = call(
        database,
        operands.map(operand => operand.sql),
      )
      if (type !== 'real' || database === 'greatest') return best
      const nan = operands.map(operand => sql`coalesce(isnan(${operand.sql}), FALSE)`)
      return sql`CASE WHEN ${join(nan, ' OR ')} THEN CAST('nan' AS DOUBLE) ELSE ${best} END`
    },
    ['1.7'],
  )

/** Documented only for positive numbers. */
const positiveOnly = (name: string, database: string): FunctionRow =>
  real(
    name,
    x =>
      sql`CASE WHEN ${x} > 0 THEN ${call(database, [x])} WHEN ${x} IS NOT NULL THEN ${refusal('not-positive', `${name}()`)} END`,
  )

const bitwise = (name: string, operator: Sql): FunctionRow =>
  scalar(name, ['long', 'long'], ([a, b]) => sql`(${a!.sql} ${operator} ${b!.sql})`, ['5.9'])

/** The count is masked to six bits; bits shifted out are lost; a negative count yields null (semantics 5.9). */
const shift = (name: string, write: (a: Sql, count: Sql) => Sql): FunctionRow =>
  scalar(
    name,
    ['long', 'long'],
    ([a, b]) => sql`CASE WHEN ${b!.sql} >= 0 THEN ${write(a!.sql, sql`CAST(${b!.sql} & 63 AS INTEGER)`)} END`,
    ['5.9'],
  )

/** Decimals are rounded as decimals; whole numbers are unchanged unless rounded to tens or hundreds (semantics 5.6). */
function round([operand, digits]: readonly Operand[]): Sql {
  const decimals = digits ? digits.constant : 0n
  if (operand!.type === 'decimal')
    return sql`CAST(round(${operand!.sql}, ${integer(Number(decimals))}) AS ${carrier.decimal})`
  if ((operand!.type === 'long' || operand!.type === 'int') && typeof decimals === 'bigint' && decimals >= 0n)
    return operand!.sql
  return call(roundUdfs.round, [convert(operand!, 'real').sql, digits?.sql ?? sql`CAST(0 AS BIGINT)`])
}

const constantDigits = ([operand, digits]: readonly Expression[]): ArgumentRefusal | undefined =>
  operand?.type === 'decimal' && digits && typeof constantOf(digits) !== 'bigint'
    ? because('constant-places')
    : undefined

export const mathFunctions: Family = {
  udfs: [errorFunctionUdfs, roundUdfs],
  rows: [
    scalar('round', ['any', 'long'], round, ['5.6'], {
      refuses: constantDigits,
      unsettled: { 1: ['null', 'extreme'] },
    }),
    scalar('ceiling', ['real'], ([x]) => sql`ceil(${x!.sql})`, ['24.1'], { result: 'real' }),
    real('sqrt', x => sql`CASE WHEN ${x} < 0 THEN CAST('nan' AS DOUBLE) ELSE sqrt(${x}) END`),
    logarithm('log', 'ln'),
    logarithm('log2', 'log2'),
    logarithm('log10', 'log10'),
    real('exp', x => sql`exp(${x})`),
    real('exp2', x => sql`pow(2, ${x})`),
    real('exp10', x => sql`pow(10, ${x})`),
    ...['sin', 'cos', 'tan'].map(name => angle(name, x => call(name, [x]))),
    plain('atan'),
    bounded('asin'),
    bounded('acos'),
    angle('cot', x => sql`(1 / tan(${x}))`),
    plain('radians'),
    plain('degrees'),
    scalar('atan2', ['real', 'real'], ([y, x]) => sql`atan2(${y!.sql}, ${x!.sql})`, ['5.10']),
    scalar('pi', [], () => sql`pi()`, ['5.10']),
    scalar('pow', ['real', 'real'], ([x, y]) => sql`pow(${x!.sql}, ${y!.sql})`, ['5.1']),
    real('sign', x => sql`CAST(CASE WHEN isnan(${x}) THEN 0 ELSE sign(${x}) END AS DOUBLE)`, ['5.1', '5.8']),
    positiveOnly('gamma', 'gamma'),
    positiveOnly('loggamma', 'lgamma'),
    udf(errorFunctionUdfs.erf, ['5.10']),
    udf(errorFunctionUdfs.erfc, ['5.10']),
    scalar('isnan', ['real'], ([x]) => sql`isnan(${x!.sql})`, ['5.8']),
    scalar('isinf', ['real'], ([x]) => sql`isinf(${x!.sql})`, ['5.8']),
    scalar('isfinite', ['real'], ([x]) => sql`isfinite(${x!.sql})`, ['5.8']),
    extreme('max_of', 'greatest'),
    extreme('min_of', 'least'),
    bitwise('binary_and', sql`&`),
    bitwise('binary_or', sql`|`),
    scalar('binary_xor', ['long', 'long'], ([a, b]) => sql`xor(${a!.sql}, ${b!.sql})`, ['5.9']),
    scalar('binary_not', ['long'], ([a]) => sql`(~${a!.sql})`, ['5.9']),
    shift('binary_shift_left', (a, count) =>
      call(macros.wrap, [sql`CAST(${a} AS HUGEINT) * CAST(pow(2, ${count}) AS HUGEINT)`]),
    ),
    shift('binary_shift_right', (a, count) => sql`(${a} >> ${count})`),
    scalar('bitset_count_ones', ['long'], ([a]) => sql`CAST(bit_count(${a!.sql}) AS BIGINT)`, ['5.9']),
    refused('rand', name => refusalText('function-random', name, 'use a constant, or hash(column, n) for a sample')),
    refused('new_guid', name => refusalText('function-random', name)),
  ],
}
