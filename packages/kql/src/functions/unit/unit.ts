import { lookUp } from '@tripline/diagnostics'
import { constantOf, type Expression } from '../../plan/expression.ts'
import { because } from '../../refusals/refusal-text.ts'
import { type Sql, sql, value } from '../../sql/sql.ts'
import { type Family, type FunctionRow, type Operand, scalar } from '../row.ts'

/** Conversion to the base unit of its kind: scale × amount + offset. */
interface Unit {
  readonly scale: number
  readonly offset?: number
}

type Units = Readonly<Record<string, Unit>>

const prefixes = {
  Nano: 1e-9,
  Micro: 1e-6,
  Milli: 1e-3,
  Centi: 1e-2,
  Deci: 0.1,
  Deca: 10,
  Hecto: 100,
  Kilo: 1e3,
  Mega: 1e6,
}

const scaled = (units: Readonly<Record<string, number>>): Units =>
  Object.fromEntries(Object.entries(units).map(([name, scale]) => [name, { scale }]))

/** A unit and its decimal multiples: `Meter`, `Centimeter`, `Kilometer`. */
const multiples = (unit: string, scale: number, ...named: readonly (keyof typeof prefixes)[]): Units =>
  scaled({
    [unit]: scale,
    ...Object.fromEntries(named.map(prefix => [`${prefix}${unit.toLowerCase()}`, prefixes[prefix] * scale])),
  })

const hour = 3600

/** Units with an exact definition, and two whose factors were measured on the service (semantics 5.11). */
const kinds: Readonly<Record<string, Units>> = {
  angle: {
    ...scaled({ Degree: 1, Arcminute: 1 / 60, Arcsecond: 1 / 3600, Gradian: 0.9, Revolution: 360 }),
    ...multiples('Radian', 180 / Math.PI, 'Nano', 'Micro', 'Milli', 'Centi', 'Deci'),
  },
  energy: {
    ...multiples('Joule', 1, 'Milli', 'Kilo', 'Mega'),
    ...multiples('Calorie', 4.184, 'Kilo'),
    ...scaled({ WattHour: hour, KilowattHour: 1e3 * hour, MegawattHour: 1e6 * hour, GigawattHour: 1e9 * hour }),
    ...scaled({ BritishThermalUnit: 1055.05585262 }),
  },
  force: {
    ...multiples('Newton', 1, 'Micro', 'Milli', 'Deca', 'Kilo', 'Mega'),
    ...scaled({ Dyn: 1e-5, KilogramForce: 9.80665, TonneForce: 9806.65 }),
  },
  length: {
    ...multiples('Meter', 1, 'Nano', 'Micro', 'Milli', 'Centi', 'Deci', 'Hecto', 'Kilo'),
    ...scaled({ Inch: 0.0254, Foot: 0.3048, Yard: 0.9144, Mile: 1609.344, NauticalMile: 1852 }),
  },
  mass: {
    ...multiples('Gram', 1e-3, 'Nano', 'Micro', 'Milli', 'Centi', 'Deci', 'Deca', 'Hecto', 'Kilo'),
    ...scaled({ Tonne: 1000, Pound: 0.45359237 }),
  },
  speed: Object.fromEntries(
    Object.entries(multiples('Meter', 1, 'Nano', 'Micro', 'Milli', 'Centi', 'Deci', 'Kilo')).flatMap(
      ([length, { scale }]) =>
        Object.entries({ Second: 1, Minute: 60, Hour: hour }).map(([time, seconds]) => [
          `${length}Per${time}`,
          { scale: scale / seconds },
        ]),
    ),
  ),
  temperature: {
    Kelvin: { scale: 1 },
    DegreeCelsius: { scale: 1, offset: 273.15 },
    DegreeFahrenheit: { scale: 5 / 9, offset: (459.67 * 5) / 9 },
    DegreeRankine: { scale: 5 / 9 },
  },
  volume: {
    ...multiples('Liter', 1e-3, 'Micro', 'Milli', 'Centi', 'Deci', 'Hecto', 'Kilo'),
    ...scaled({
      CubicMeter: 1,
      CubicDecimeter: 1e-3,
      CubicCentimeter: 1e-6,
      CubicMillimeter: 1e-9,
      CubicKilometer: 1e9,
    }),
    ...scaled({ AcreFoot: 1 / 0.000810714 }),
  },
}

const number = (constant: number): Sql => value(constant, 'real')

const converting = (kind: string, units: Units): FunctionRow =>
  scalar(
    `convert_${kind}`,
    ['real', 'string', 'string'],
    ([amount, from, to]: readonly Operand[]) => {
      const [source, target] = [lookUp(units, String(from!.constant))!, lookUp(units, String(to!.constant))!]
      const base = sql`${amount!.sql} * ${number(source.scale)} + ${number(source.offset ?? 0)}`
      return sql`((${base} - ${number(target.offset ?? 0)}) / ${number(target.scale)})`
    },
    ['5.11'],
    {
      refuses: ([, ...names]: readonly Expression[]) =>
        names.map(constantOf).every(name => typeof name === 'string' && Object.hasOwn(units, name))
          ? undefined
          : because('unit-names', Object.keys(units)),
    },
  )

/** Conversions between units (semantics 5.11). */
export const unitFunctions: Family = {
  rows: Object.entries(kinds).map(([kind, units]) => converting(kind, units)),
}
