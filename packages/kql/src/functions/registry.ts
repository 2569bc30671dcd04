import { aggregateFunctions } from './aggregate/aggregate.ts'
import { arithmeticFunctions } from './arithmetic/arithmetic.ts'
import { comparisonFunctions, nullFunctions } from './comparison/comparison.ts'
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
import type { FunctionRow } from './row.ts'
import { seriesFunctions } from './series/series.ts'
import { stringFunctions } from './string/string.ts'
import { stringOperators } from './string-operators/string-operators.ts'
import { unitFunctions } from './unit/unit.ts'
import { windowFunctions } from './window/window.ts'

/** Every row the engine knows; the support matrix, the refusals and the emitter read this list. */
export const functionRows: readonly FunctionRow[] = [
  ...aggregateFunctions,
  ...arithmeticFunctions,
  ...comparisonFunctions,
  ...conversionFunctions,
  ...datetimeFunctions,
  ...mathFunctions,
  ...networkFunctions,
  ...regexFunctions,
  ...dynamicFunctions,
  ...externalFunctions,
  ...geoFunctions,
  ...listOperators,
  ...logicFunctions,
  ...nullFunctions,
  ...parsingFunctions,
  ...pluginFunctions,
  ...seriesFunctions,
  ...stringFunctions,
  ...stringOperators,
  ...unitFunctions,
  ...windowFunctions,
]

/** Where a name may stand: four names are both a scalar function and an aggregate. */
export type Place = 'scalar' | 'aggregate' | 'window'

const placeOf = (row: FunctionRow): Place => (row.kind === 'aggregate' || row.kind === 'window' ? row.kind : 'scalar')

const byPlace = new Map(functionRows.flatMap(row => row.names.map(name => [`${placeOf(row)} ${name}`, row] as const)))

/** The row of a name in a place; undefined: this engine does not know it. */
export const functionRow = (name: string, place: Place): FunctionRow | undefined => byPlace.get(`${place} ${name}`)
