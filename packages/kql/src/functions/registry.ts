import type { Udf } from '../values/udf.ts'
import { aggregateFunctions } from './aggregate/aggregate.ts'
import { arithmeticFunctions } from './arithmetic/arithmetic.ts'
import { comparisonFunctions } from './comparison/comparison.ts'
import { conversionFunctions } from './conversion/conversion.ts'
import { datetimeFunctions } from './datetime/datetime.ts'
import { dynamicFunctions } from './dynamic/dynamic.ts'
import { externalFunctions } from './external/external.ts'
import { geoFunctions } from './geo/geo.ts'
import { listOperators } from './list-operators/list-operators.ts'
import { logicFunctions } from './logic/logic.ts'
import { mathFunctions } from './math/math.ts'
import { networkFunctions } from './network/network.ts'
import { parsingFunctions } from './parsing/parsing.ts'
import { pluginFunctions } from './plugin/plugin.ts'
import { regexFunctions } from './regex/regex.ts'
import type { Family, FunctionRow } from './row.ts'
import { seriesFunctions } from './series/series.ts'
import { sketchFunctions } from './sketch/sketch.ts'
import { stringFunctions } from './string/string.ts'
import { stringOperators } from './string-operators/string-operators.ts'
import { unitFunctions } from './unit/unit.ts'
import { unsettledFunctions } from './unsettled.ts'
import { windowFunctions } from './window/window.ts'

/** Families by their folders or files. */
export const families = {
  aggregate: aggregateFunctions,
  arithmetic: arithmeticFunctions,
  comparison: comparisonFunctions,
  conversion: conversionFunctions,
  datetime: datetimeFunctions,
  dynamic: dynamicFunctions,
  external: externalFunctions,
  geo: geoFunctions,
  'list-operators': listOperators,
  logic: logicFunctions,
  math: mathFunctions,
  network: networkFunctions,
  parsing: parsingFunctions,
  plugin: pluginFunctions,
  regex: regexFunctions,
  series: seriesFunctions,
  sketch: sketchFunctions,
  'string-operators': stringOperators,
  string: stringFunctions,
  unit: unitFunctions,
  unsettled: unsettledFunctions,
  window: windowFunctions,
} satisfies Readonly<Record<string, Family>>

/** Every row the engine knows; the support matrix, the refusals and the emitter use this list. */
export const functionRows: readonly FunctionRow[] = Object.values<Family>(families).flatMap(({ rows }) => rows)

/** Every JavaScript function that generated SQL may call. */
export const udfs: readonly Udf[] = Object.values<Family>(families)
  .flatMap(({ udfs = [] }) => udfs)
  .flatMap(record => Object.values(record))

/** How a name is called: four names are both a scalar function and an aggregate. */
export type CallKind = 'scalar' | 'aggregate' | 'window'

export const callKind = (row: FunctionRow): CallKind =>
  row.kind === 'aggregate' || row.kind === 'window' ? row.kind : 'scalar'

const byKind = new Map(functionRows.flatMap(row => row.names.map(name => [`${callKind(row)} ${name}`, row] as const)))

/** The row of a name called in this way; undefined if the engine does not know it. */
export const functionRow = (name: string, kind: CallKind): FunctionRow | undefined => byKind.get(`${kind} ${name}`)
