import { connectorsOf, isKnownConnector } from '@tripline/schemas'
import { defineCheck } from '../checking/check.ts'
import { analyticsKinds } from '../document/rule.ts'
import { spanInQuery } from '../query/query-span.ts'

export const connectorUnlisted = defineCheck({
  id: 'connector-unlisted',
  severity: 'info',
  kinds: analyticsKinds,
  says: (table: string, _connectors: readonly string[]) =>
    `the query reads ${table}, which none of requiredDataConnectors provides`,
  fix: (_table, connectors) => `add connectorId: ${connectors.join(' or ')}`,
  *run({ requiredDataConnectors: listed = [] }, { analysed }) {
    // An empty list means that none is needed, and an unknown connector may provide anything.
    if (!analysed || listed.length === 0) return
    const { query, analysis } = analysed
    const { reads, everything, unscoped } = analysis.facts
    if (everything.length > 0 || unscoped.length > 0) return
    if (!listed.every(({ connectorId }) => isKnownConnector(connectorId.value))) return
    const ids = new Set(listed.map(({ connectorId }) => connectorId.value))
    const types = listed.flatMap(({ dataTypes }) => dataTypes.map(({ value }) => value))
    const reported = new Set<string>()
    for (const { table, start, end } of reads) {
      const connectors = connectorsOf(table)
      const isListed = connectors.some(id => ids.has(id)) || types.some(type => type.startsWith(table))
      if (connectors.length === 0 || isListed || reported.has(table)) continue
      reported.add(table)
      yield this.at({ span: spanInQuery(query, start, end) }, table, connectors)
    }
  },
})
