/**
 * What a UDF throws at a value for which Kusto's answer is not known: the query ends in a refusal. Nothing else may be
 * thrown by one.
 */
export class RefusedValue extends Error {
  readonly construct: string
  readonly reason: string

  constructor(construct: string, reason: string) {
    super(`${construct}: ${reason}`)
    this.construct = construct
    this.reason = reason
  }
}

const longest = 60

/** A value as a refusal shows it, cut where it is long. */
export const shownValue = (text: string): string =>
  JSON.stringify(text.length > longest ? `${text.slice(0, longest)}…` : text)
