import { identity, numberOf } from '../../values/dynamic-value.ts'
import { cellJson, type Json, jsonCell, Real } from '../../values/json.ts'
import { refusedValue } from '../../values/refused-value.ts'
import { defineUdf, named } from '../../values/udf.ts'
import { elementNumber, seriesOf } from './series-numbers.ts'

type Missing = (value: Json) => boolean

/** Missing elements: nulls, or those equal to the placeholder in the call (semantics 14.4). */
function missingBy(placeholder: Json): Missing {
  if (placeholder === null) return value => value === null
  const sought = identity(placeholder)
  return value => identity(value) === sought
}

/** An array of whole numbers only stays one: values filled in lose their fraction (series_fill_linear's page). */
function converterFor(series: readonly Json[], missing: Missing): (value: number) => Json {
  const present = series.filter(value => !missing(value))
  const whole = present.length > 0 && present.every(value => typeof value === 'number' || typeof value === 'bigint')
  return whole ? value => Math.trunc(value) + 0 : value => new Real(value)
}

function forward(series: readonly Json[], missing: Missing): Json[] {
  let last: Json | undefined
  return series.map(value => {
    if (missing(value)) return last ?? value
    last = value
    return value
  })
}

const backward = (series: readonly Json[], missing: Missing): Json[] =>
  forward(series.toReversed(), missing).toReversed()

function constant(series: readonly Json[], fill: Json, missing: Missing): Json[] {
  const number = numberOf(fill)
  const filled = number === null ? fill : converterFor(series, missing)(number)
  return series.map(value => (missing(value) ? filled : value))
}

/** Linear interpolation between the nearest neighbours; the edges take the nearest value, unless they should stay missing. */
function linear(series: readonly Json[], missing: Missing, fillEdges: boolean, fill: Json): Json[] {
  const known = series.flatMap((value, index) => (missing(value) ? [] : [index]))
  if (known.length === 0) return series.map(() => fill)
  const convert = converterFor(series, missing)
  let next = 0
  return series.map((value, index) => {
    while (next < known.length && known[next]! < index) next++
    if (known[next] === index) return value
    const [before, after] = [known[next - 1], known[next]]
    if (before === undefined || after === undefined) return fillEdges ? series[before ?? after!]! : value
    const [low, high] = [numberOf(series[before]), numberOf(series[after])]
    if (low === null || high === null) return value
    return convert(low + (high - low) * ((index - before) / (after - before)))
  })
}

/** A series of numbers and nulls. */
function gappedSeries(cell: string | null, call: string): readonly Json[] {
  const series = seriesOf(cell, call)
  if (series.some(element => element !== null && elementNumber(element, call) === null))
    throw refusedValue('no-numbers', call)
  return series
}

/** A number, or null. */
function given(cell: string | null, call: string): Json {
  const value = cellJson(cell)
  if (value !== null && elementNumber(value, call) === null)
    throw refusedValue('unsettled-call', `${call} with anything but a long or a real`)
  return value
}

const toward = (call: string, fill: (series: readonly Json[], missing: Missing) => Json[]) =>
  defineUdf({
    parameters: ['dynamic', 'dynamic'],
    result: 'dynamic',
    nulls: 'receive',
    call: (cell: string | null, placeholder: string | null) =>
      jsonCell(fill(gappedSeries(cell, call), missingBy(given(placeholder, call)))),
  })

/** Functions that fill gaps (semantics 14.4); an omitted placeholder is null. */
export const seriesFillUdfs = named({
  series_fill_forward: toward('series_fill_forward()', forward),
  series_fill_backward: toward('series_fill_backward()', backward),
  series_fill_const: defineUdf({
    parameters: ['dynamic', 'dynamic', 'dynamic'],
    result: 'dynamic',
    nulls: 'receive',
    call: (cell: string | null, fill: string | null, placeholder: string | null) => {
      const call = 'series_fill_const()'
      return jsonCell(constant(gappedSeries(cell, call), given(fill, call), missingBy(given(placeholder, call))))
    },
  }),
  series_fill_linear: defineUdf({
    parameters: ['dynamic', 'dynamic', 'bool', 'dynamic'],
    result: 'dynamic',
    nulls: 'receive',
    call: (cell: string | null, placeholder: string | null, fillEdges: boolean | null, fill: string | null) => {
      const call = 'series_fill_linear()'
      const missing = missingBy(given(placeholder, call))
      return jsonCell(linear(gappedSeries(cell, call), missing, fillEdges ?? true, given(fill, call)))
    },
  }),
})
