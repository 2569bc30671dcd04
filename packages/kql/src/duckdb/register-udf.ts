import type { DuckDBConnection, DuckDBDataChunk, DuckDBValue, DuckDBVector } from '@duckdb/node-api'
import { type BudgetName, budgets, overBudget } from '@tripline/budgets'
import { timedOut, withinTime } from '../limits/time-limit.ts'
import { refusalText } from '../refusals/refusal-text.ts'
import { refusalError, registeredName } from '../sql/sql.ts'
import { databaseEscapes } from '../values/json-escapes.ts'
import { RefusedValue } from '../values/refused-value.ts'
import type { Udf } from '../values/udf.ts'
import type { Cell } from '../world/dataset.ts'
import { DuckDBScalarFunction } from './driver.ts'
import { transport } from './transport.ts'

/** How much time a call of a JavaScript function has left (milliseconds). */
export type RemainingTime = () => number

/**
 * Up to so many characters of texts, time is only checked between the rows of a call. Functions take time in proportion to
 * their texts, and to interrupt one takes a thread for each call.
 */
const quickTexts = 10_000

/** Makes a JavaScript function callable from SQL. No timer fires during a call, so each call checks its own time. */
export function registerUdf(connection: DuckDBConnection, udf: Udf, remainingTime: RemainingTime): void {
  const answer = udf.call as (...args: Cell[]) => Cell
  const call = udf.result === 'dynamic' ? (...args: Cell[]) => escaped(answer(...args)) : answer
  /** Fills the rows; before each call, yields the characters of the texts so far. */
  function* filling(input: DuckDBDataChunk, output: DuckDBVector): Generator<number> {
    const vectors = Array.from({ length: input.columnCount }, (_, index) => input.getColumnVector(index))
    const args: Cell[] = new Array(vectors.length)
    // The driver keeps every text of a call until the call ends.
    let held = 0
    const hold = ({ length }: string) => {
      held += length
      if (length > budgets['result-value'].limit) refuse('result-value')
      if (held > budgets['function-texts'].limit) refuse('function-texts')
    }
    for (let row = 0; row < input.rowCount; row++) {
      let absent = false
      for (let column = 0; column < vectors.length; column++) {
        const value = vectors[column]!.getItem(row) as Cell
        args[column] = value
        absent ||= value === null
        if (typeof value === 'string') hold(value)
      }
      yield held
      const result = absent && udf.nulls === 'propagate' ? null : call(...args)
      if (typeof result === 'string') hold(result)
      output.setItem(row, result as DuckDBValue)
    }
    output.flush()
  }
  const fill = (input: DuckDBDataChunk, output: DuckDBVector): typeof timedOut | undefined => {
    const rows = filling(input, output)
    for (let next = rows.next(); !next.done; next = rows.next()) {
      const remaining = remainingTime()
      if (remaining <= 0) return timedOut
      if (next.value > quickTexts) return withinTime(remaining, () => exhaust(rows))
    }
    return undefined
  }
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name: registeredName(udf),
      parameterTypes: udf.parameters.map(type => transport[type]),
      ...(udf.rest && { varArgsType: transport[udf.rest] }),
      returnType: transport[udf.result],
      specialHandling: udf.nulls === 'receive',
      mainFunction: (info, input, output) => {
        try {
          if (fill(input, output) === timedOut) info.setError('the time of the query is over')
        } catch (error) {
          if (!(error instanceof RefusedValue)) throw error
          info.setError(refusalError(error.refusal))
        }
      },
    }),
  )
}

function refuse(budget: BudgetName): never {
  throw new Error(refusalError(refusalText('value-budget', overBudget(budget))))
}

const escaped = (cell: Cell): Cell => (typeof cell === 'string' ? databaseEscapes(cell) : cell)

function exhaust(rows: Iterator<unknown>): undefined {
  while (!rows.next().done);
}
