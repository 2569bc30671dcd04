import type { RefusalText } from '../refusals/refusal-row.ts'
import { type RefusalArguments, type RefusalName, refusalText } from '../refusals/refusal-text.ts'

/**
 * Thrown by a UDF for a value for which Kusto's answer is not known; the query ends in a refusal. UDFs must not throw anything
 * else.
 */
export class RefusedValue extends Error {
  readonly refusal: RefusalText

  constructor(refusal: RefusalText) {
    super(refusal.message)
    this.refusal = refusal
  }
}

/** The exception for a row of the refusal table. */
export const refusedValue = <Name extends RefusalName>(name: Name, ...args: RefusalArguments<Name>): RefusedValue =>
  new RefusedValue(refusalText(name, ...args))

const longest = 60

/** A value as shown in a refusal, truncated if long. */
export const shownValue = (text: string): string =>
  JSON.stringify(text.length > longest ? `${text.slice(0, longest)}…` : text)
