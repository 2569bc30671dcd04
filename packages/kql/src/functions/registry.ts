import { aggregateFunctions } from './aggregate.ts'
import { arithmeticFunctions } from './arithmetic.ts'
import { comparisonFunctions, nullFunctions } from './comparison.ts'
import { datetimeFunctions } from './datetime.ts'
import { dynamicFunctions } from './dynamic.ts'
import { externalFunctions } from './external.ts'
import { geoFunctions } from './geo.ts'
import { listOperators } from './list-operators.ts'
import { logicFunctions } from './logic.ts'
import { mathFunctions } from './math.ts'
import { networkFunctions } from './network.ts'
import { parsingFunctions } from './parsing.ts'
import { pluginFunctions } from './plugin.ts'
import { regexFunctions } from './regex.ts'
import type { FunctionRow } from './row.ts'
import { seriesFunctions } from './series.ts'
import { stringFunctions } from './string.ts'
import { stringOperators } from './string-operators.ts'
import { conversionFunctions } from './to.ts'
import { unitFunctions } from './unit.ts'
import { windowFunctions } from './window.ts'

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
