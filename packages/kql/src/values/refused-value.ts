import type { RefusalText } from '../refusals/refusal-row.ts'
import { type RefusalArguments, type RefusalName, refusalText } from '../refusals/refusal-text.ts'

/**
 * What a UDF throws at a value for which Kusto's answer is not known: the query ends in a refusal. Nothing else may be
 * thrown by one.
 */
export class RefusedValue extends Error {
  readonly refusal: RefusalText

  constructor(refusal: RefusalText) {
    super(refusal.message)
    this.refusal = refusal
  }
}

/** The exception for a row of the table of refusals. */
export const refusedValue = <Name extends RefusalName>(name: Name, ...args: RefusalArguments<Name>): RefusedValue =>
  new RefusedValue(refusalText(name, ...args))

const longest = 60

/** A value as a refusal shows it, cut where it is long. */
export const shownValue = (text: string): string =>
  JSON.stringify(text.length > longest ? `${text.slice(0, longest)}…` : text)
