import { argumentRefusals, callRefusals } from './call-refusals.ts'
import { columnRefusals } from './column-refusals.ts'
import { expressionRefusals } from './expression-refusals.ts'
import { limitRefusals } from './limit-refusals.ts'
import { operatorRefusals } from './operator-refusals.ts'
import { pluginRefusals } from './plugin-refusals.ts'
import { type RefusalRow, type RefusalText, textOfRow } from './refusal-row.ts'
import { sourceRefusals } from './source-refusals.ts'
import { valueRefusals } from './value-refusals.ts'

/** All of Tripline's own messages about a query, by the name of the row. */
export const refusalRows = {
  ...operatorRefusals,
  ...columnRefusals,
  ...expressionRefusals,
  ...pluginRefusals,
  ...sourceRefusals,
  ...callRefusals,
  ...argumentRefusals,
  ...valueRefusals,
  ...limitRefusals,
}

export type RefusalName = keyof typeof refusalRows

type ArgumentsOf<Row> = Row extends RefusalRow<infer Arguments> ? Arguments : never

export type RefusalArguments<Name extends RefusalName> = ArgumentsOf<(typeof refusalRows)[Name]>

/** The text and code of a row for these arguments. */
export const refusalText = <Name extends RefusalName>(name: Name, ...args: RefusalArguments<Name>): RefusalText =>
  textOfRow(refusalRows[name] as unknown as RefusalRow<readonly unknown[]>, ...args)

type Tail<Arguments extends readonly unknown[]> = Arguments extends readonly [unknown, ...infer Rest] ? Rest : never

/** Why a function does not accept its arguments, given how the call is named. */
export type ArgumentRefusal = (call: string) => RefusalText

/** The reason why a function does not accept its arguments; lowering fills in the name of the call. */
export const because =
  <Name extends keyof typeof argumentRefusals>(name: Name, ...args: Tail<RefusalArguments<Name>>): ArgumentRefusal =>
  call =>
    textOfRow(argumentRefusals[name] as unknown as RefusalRow<readonly unknown[]>, call, ...args)
