import { call, carrier, refusal, sql } from '../../emit/sql.ts'
import { constantOf, type Expression } from '../../plan/expression.ts'
import { type FunctionRow, refused, scalar, udf } from '../row.ts'

const ofEach = ['abs', 'acos', 'asin', 'atan', 'ceiling', 'cos', 'exp', 'floor', 'log', 'sign', 'sin', 'tan']
const ofPairs = ['add', 'subtract', 'multiply', 'divide', 'pow']
const comparing = ['less', 'less_equals', 'greater', 'greater_equals', 'equals', 'not_equals']

const named = (names: readonly string[], rules: readonly string[]): FunctionRow[] =>
  names.map(name => udf(`series_${name}`, rules))

/** Which of the two middle points of an even filter is its centre is not documented. */
function centre([, filter, , center]: readonly Expression[]): string | undefined {
  if (center === undefined || constantOf(center) === false) return undefined
  const weights = constantOf(filter)
  const read: unknown = typeof weights === 'string' ? JSON.parse(weights) : undefined
  return Array.isArray(read) && read.length % 2 === 1
    ? undefined
    : 'a centred filter must be written out and have an odd number of weights'
}

/** Why no row can be answered; a query over rows that never come still runs. */
const undocumented = 'how the service computes it is not documented'

/** `no_answer("f")` stands for a value of f, and ends the query when a row asks for it. */
const noAnswer = scalar(
  'no_answer',
  ['string'],
  ([name], site) => sql`CAST(${refusal(`${name!.constant}()`, undocumented)} AS ${carrier[site.type]})`,
  ['14.2'],
)

const unanswered = (name: string): FunctionRow =>
  scalar(name, ['any'], (_, site) => sql`CAST(${refusal(`${name}()`, undocumented)} AS ${carrier[site.type]})`, [
    '14.2',
  ])

const sketch = 'its argument is a sketch in the service’s own format'

/** Functions of numeric arrays. */
export const seriesFunctions: readonly FunctionRow[] = [
  ...named([...ofEach, ...ofPairs, ...comparing], ['14.4']),
  ...named(['fill_backward', 'fill_const', 'fill_forward', 'fill_linear', 'iir'], ['14.4']),
  ...named(['sum', 'product', 'magnitude', 'dot_product', 'cosine_similarity', 'pearson_correlation'], ['14.4']),
  ...named(['stats_dynamic', 'fit_line_dynamic'], ['14.3']),
  udf('series_fir', ['14.4'], { refuses: centre }),
  scalar(
    'series_seasonal',
    ['dynamic', 'long'],
    ([series, period]) =>
      period
        ? call('kql_series_seasonal', [series!.sql, period.sql])
        : refusal('series_seasonal() without a period', undocumented),
    ['14.2'],
  ),
  udf('array_sort_asc', ['8.14'], { names: 'sorted_arrays_asc' }),
  udf('array_sort_desc', ['8.14'], { names: 'sorted_arrays_desc' }),
  noAnswer,
  unanswered('series_outliers'),
  unanswered('series_fit_2lines_dynamic'),
  refused(
    ['percentile_tdigest', 'percentiles_array_tdigest', 'percentrank_tdigest', 'rank_tdigest', 'tdigest_isvalid'],
    sketch,
  ),
  refused(['dcount_hll', 'hll_isvalid'], sketch),
]
