import type { ArmError } from '@tripline/azure'

/** Known refusals of the service, by words that only they contain, and what to do. */
const advice: readonly (readonly [said: RegExp, todo: string])[] = [
  [/recently deleted/, 'wait a day, or give the rule a new id'],
  [/One of the tables does not exist/, 'connect the data source, or create the table, then apply again'],
  [/Failed to resolve table or column expression/, 'deploy the function, watchlist or table that it names first'],
]

/** A refusal, with advice if there is any. */
export function serviceError(error: ArmError): ArmError {
  const [, todo] = advice.find(([said]) => said.test(error.message)) ?? []
  return todo === undefined ? error : { ...error, message: `${error.message} To do: ${todo}.` }
}
