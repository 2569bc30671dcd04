import type { ColumnType } from '@tripline/schemas'
import { constantOf, type Expression } from '../../plan/expression.ts'
import { type ArgumentRefusal, because, refusalText } from '../../refusals/refusal-text.ts'
import { call, join, type Sql, sql } from '../../sql/sql.ts'
import { accuracy } from '../aggregate/accuracy.ts'
import { convert } from '../conversion/convert.ts'
import {
  type AggregateRow,
  aggregate,
  type Family,
  type Operand,
  refused,
  type ScalarRow,
  type SketchKind,
  scalar,
} from '../row.ts'
import { sketchUdfs } from './sketch-values.ts'

/** The JSON of all values that are not null, or of the distinct ones, without brackets. */
function collected(subject: Operand, distinct: boolean, condition: Operand | undefined): Sql {
  const counted = join([sql`${subject.sql} IS NOT NULL`, ...(condition ? [condition.sql] : [])], ' AND ')
  const values = sql`${distinct ? sql`DISTINCT ` : sql``}${convert(subject, 'dynamic').sql}`
  return sql`coalesce(array_to_string(list(${values}) FILTER (WHERE ${counted}), ','), '')`
}

/** Types whose values have one JSON form each, and for percentiles one whose order is theirs. */
const kept: Readonly<Record<SketchKind, ReadonlySet<string>>> = {
  hll: new Set(['bool', 'int', 'long', 'string', 'datetime', 'timespan', 'guid']),
  tdigest: new Set(['int', 'long', 'datetime']),
}

const ofKept =
  (kind: SketchKind) =>
  ([subject]: readonly Expression[]): ArgumentRefusal | undefined =>
    subject && !kept[kind].has(subject.type) ? because('undocumented-types', subject.type) : undefined

const hll = (name: string, condition?: 1): AggregateRow => {
  const digits = accuracy(condition ? 2 : 1)
  return aggregate(
    name,
    condition ? ['any', 'bool', 'any'] : ['any'],
    operands => collected(operands[0]!, true, condition && operands[condition]),
    ['10.17'],
    { ...digits, refuses: args => ofKept('hll')(args) ?? digits.refuses?.(args), sketch: { makes: 'hll' } },
  )
}

/** Merging appends the values; null sketches are ignored, as aggregates ignore nulls. */
const merging = (names: readonly string[], kind: SketchKind): AggregateRow =>
  aggregate(
    names,
    ['any'],
    ([sketch]) => sql`coalesce(array_to_string(list(${sketch!.sql}) FILTER (WHERE ${sketch!.sql} <> ''), ','), '')`,
    ['10.17'],
    { sketch: { makes: kind, reads: kind } },
  )

const merged = (names: readonly string[], kind: SketchKind): ScalarRow =>
  scalar(
    names,
    ['any'],
    sketches =>
      call(
        sketchUdfs.merged_sketches,
        sketches.map(sketch => sketch.sql),
      ),
    ['10.17'],
    { sketch: { makes: kind, reads: kind } },
  )

const typeOfValues = ([, , type]: readonly Expression[]) => constantOf(type) as ColumnType | undefined

/** Without a type the service sometimes returns an array of the value, as its page shows. */
const typed = (args: readonly Expression[]): ArgumentRefusal | undefined =>
  typeOfValues(args) === undefined ? because('untyped-percentile') : undefined

const ranks = (name: 'rank_tdigest' | 'percentrank_tdigest', udf: 'rank_in_sketch' | 'percent_rank_in_sketch') =>
  scalar(
    name,
    ['any', 'any'],
    ([sketch, value], { type }) =>
      convert({ sql: call(sketchUdfs[udf], [sketch!.sql, convert(value!, 'dynamic').sql]), type: 'real' }, type).sql,
    ['10.17'],
    { sketch: { reads: 'tdigest', ofType: ([, value]) => value?.type } },
  )

/** Sketches hold the values themselves, so what functions read from them is exact (semantics 10.17). */
export const sketchFunctions: Family = {
  udfs: [sketchUdfs],
  rows: [
    hll('hll'),
    hll('hll_if', 1),
    merging(['hll_merge'], 'hll'),
    merged(['hll_merge'], 'hll'),
    scalar('dcount_hll', ['any'], ([sketch]) => call(sketchUdfs.distinct_in_sketch, [sketch!.sql]), ['10.17'], {
      sketch: { reads: 'hll' },
    }),
    aggregate('tdigest', ['any'], ([subject]) => collected(subject!, false, undefined), ['10.17'], {
      refuses: args => (args.length > 1 ? because('sketch-weights') : ofKept('tdigest')(args)),
      sketch: { makes: 'tdigest' },
    }),
    merging(['tdigest_merge', 'merge_tdigest'], 'tdigest'),
    merged(['tdigest_merge', 'merge_tdigest'], 'tdigest'),
    scalar(
      'percentile_tdigest',
      ['any', 'real', 'string'],
      ([sketch, percent], { type }) =>
        convert({ sql: call(sketchUdfs.percentile_in_sketch, [sketch!.sql, percent!.sql]), type: 'dynamic' }, type).sql,
      ['10.17'],
      { refuses: typed, result: typeOfValues, sketch: { reads: 'tdigest', ofType: typeOfValues } },
    ),
    ranks('rank_tdigest', 'rank_in_sketch'),
    ranks('percentrank_tdigest', 'percent_rank_in_sketch'),
    refused(['percentiles_array_tdigest', 'tdigest_isvalid', 'hll_isvalid'], name =>
      refusalText('function-sketch', name),
    ),
  ],
}
