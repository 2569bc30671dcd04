import { analyseQuery, type QueryWorld } from '@tripline/kql/compile'

/** The binder's codes for a name that could only be a table. */
const unknownTable = new Set(['KS204'])

/** Why Sentinel would not store a rule with this query, in its words; undefined when it would. */
export function queryFault(kql: string, names: QueryWorld): string | undefined {
  const errors = analyseQuery(kql, names).diagnostics.filter(
    ({ severity, kind }) => severity === 'error' && (kind === 'syntax' || kind === 'semantic'),
  )
  if (errors.some(({ code }) => unknownTable.has(code))) {
    return 'Failed to run the analytics rule query. One of the tables does not exist.'
  }
  return errors[0] && `Failed to run the analytics rule query. ${errors[0].message}`
}
