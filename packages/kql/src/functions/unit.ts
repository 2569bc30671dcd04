import { type Sql, sql, value } from '../emit/sql.ts'
import { constantOf, type Expression } from '../plan/expression.ts'
import { type FunctionRow, type Operand, scalar } from './row.ts'

/** Kelvin = scale × degrees + offset. */
const temperatures: Readonly<Record<string, { readonly scale: number; readonly offset: number }>> = {
  Kelvin: { scale: 1, offset: 0 },
  DegreeCelsius: { scale: 1, offset: 273.15 },
  DegreeFahrenheit: { scale: 5 / 9, offset: (459.67 * 5) / 9 },
  DegreeRankine: { scale: 5 / 9, offset: 0 },
}

const unknownUnit = ([, ...units]: readonly Expression[]): string | undefined =>
  units.map(constantOf).every(unit => typeof unit === 'string' && unit in temperatures)
    ? undefined
    : `its units must be constants out of ${Object.keys(temperatures).join(', ')}`

const number = (constant: number): Sql => value(constant, 'real')

function convertTemperature([degrees, from, to]: readonly Operand[]): Sql {
  const [source, target] = [temperatures[String(from!.constant)]!, temperatures[String(to!.constant)]!]
  const kelvin = sql`${degrees!.sql} * ${number(source.scale)} + ${number(source.offset)}`
  return sql`((${kelvin} - ${number(target.offset)}) / ${number(target.scale)})`
}

/** Conversions between units (semantics 5.11). */
export const unitFunctions: readonly FunctionRow[] = [
  scalar('convert_temperature', ['real', 'string', 'string'], convertTemperature, ['5.11'], { refuses: unknownUnit }),
]
