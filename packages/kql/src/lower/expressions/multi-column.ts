import { lookUp } from '@tripline/diagnostics'
import type { Column, ColumnType } from '@tripline/schemas'
import { type Expr, spanOf } from '../../frontend/syntax.ts'
import { type Call, type Expression, literal } from '../../plan/expression.ts'

/** The values of a multi-column function: one expression per column of its bound result. */
export type MultiColumnRow = (args: readonly Expression[], columns: readonly Column[], node: Expr) => Expression[]

const calling = (name: string, args: readonly Expression[], type: ColumnType, node: Expr): Call => ({
  op: 'call',
  name,
  args,
  type,
  span: spanOf(node),
})

const casts: { readonly [Type in ColumnType]?: string } = { real: 'todouble', long: 'tolong' }

/** Columns read from the bag that another function returns, by these keys (semantics 14.3). */
const ofBag =
  (name: string, keys: readonly string[]): MultiColumnRow =>
  (args, columns, node) => {
    const bag = calling(name, args, 'dynamic', node)
    return columns.map(({ type }, index) => {
      const value = calling('dynamic_key', [bag, literal('string', keys[index]!)], 'dynamic', node)
      return type === 'dynamic' ? value : calling(casts[type]!, [value], type, node)
    })
  }

/** Columns that are the arrays of an array. */
const ofArrays =
  (name: string): MultiColumnRow =>
  (args, columns, node) => {
    const arrays = calling(name, args, 'dynamic', node)
    return columns.map((_, index) =>
      calling('dynamic_index', [arrays, literal('long', BigInt(index))], 'dynamic', node),
    )
  }

/** `array_sort_asc(a, b, …[, nulls_last])`: every array in the order of the first (semantics 8.14). */
const sorted =
  (name: string): MultiColumnRow =>
  (args, columns, node) => {
    const flag = args.at(-1)!.type === 'bool' ? args.at(-1)! : literal('bool', true)
    return ofArrays(name)([flag, ...args.slice(0, columns.length)], columns, node)
  }

/** A function whose result is not documented: the query runs until a row evaluates it (semantics 14.2). */
const undocumented =
  (name: string): MultiColumnRow =>
  (_, columns, node) =>
    columns.map(({ type }) => calling('no_answer', [literal('string', name)], type, node))

/**
 * `series_fit_2lines(series)`: whether the split is the last point of the left side or the first of the right one, and where the
 * positions of the right line begin, is not documented (semantics 14.6).
 */
const twoLines: MultiColumnRow = (args, columns, node) =>
  columns.flatMap((column, index) => {
    const key = lineKeys[index]!
    const source = /^(left|right)_/.test(key) ? 'two_lines_sides' : 'two_lines'
    const row = openKeys.has(key) ? undocumented(`${key} of series_fit_2lines()`) : ofBag(source, [key])
    return row(args, [column], node)
  })

const sideKeys = ['rsquare', 'slope', 'interception', 'variance', 'rvariance']
const lineKeys = [
  ...['rsquare', 'split_idx', 'variance', 'rvariance', 'line_fit'],
  ...['right', 'left'].flatMap(side => sideKeys.map(key => `${side}_${key}`)),
]
const openKeys: ReadonlySet<string> = new Set(['split_idx', 'right_interception'])

const unknown = ['series_decompose_forecast', 'series_fit_poly', 'series_periods_detect', 'series_periods_validate']

export const multiColumnRows: Readonly<Record<string, MultiColumnRow>> = {
  array_sort_asc: sorted('sorted_arrays_asc'),
  array_sort_desc: sorted('sorted_arrays_desc'),
  series_decompose: ofBag('series_decompose_bag', ['baseline', 'seasonal', 'trend', 'residual']),
  series_decompose_anomalies: ofBag('series_decompose_anomalies_bag', ['ad_flag', 'ad_score', 'baseline']),
  series_fft: ofArrays('fourier_transform'),
  series_fit_2lines: twoLines,
  series_ifft: ofArrays('inverse_fourier_transform'),
  series_fit_line: ofBag('series_fit_line_dynamic', [
    'rsquare',
    'slope',
    'variance',
    'rvariance',
    'interception',
    'line_fit',
  ]),
  series_stats: ofBag('series_stats_dynamic', ['min', 'min_idx', 'max', 'max_idx', 'avg', 'stdev', 'variance']),
  ...Object.fromEntries(unknown.map(name => [name, undocumented(`${name}()`)])),
}

export const multiColumnRow = (name: string): MultiColumnRow | undefined => lookUp(multiColumnRows, name)
