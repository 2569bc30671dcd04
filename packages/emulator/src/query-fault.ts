import { analyseQuery } from '@tripline/kql/compile'
import type { Catalogue } from '@tripline/schemas'

/** The binder's codes for a name that could only be a table. */
const unknownTable = new Set(['KS204'])

/** Why Sentinel would not store a rule with this query, in its words; undefined when it would. */
export function queryFault(kql: string, catalogue: Catalogue): string | undefined {
  const errors = analyseQuery(kql, { catalogue }).diagnostics.filter(
    ({ severity, kind }) => severity === 'error' && (kind === 'syntax' || kind === 'semantic'),
  )
  if (errors.some(({ code }) => unknownTable.has(code))) {
    return 'Failed to run the analytics rule query. One of the tables does not exist.'
  }
  return errors[0] && `Failed to run the analytics rule query. ${errors[0].message}`
}
