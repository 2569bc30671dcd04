import type { CollectionRow } from './collection.ts'

/** Analytics rules. Stable versions leave out NRT rules, sub-techniques and entity-column mappings when they are read. */
export const alertRules: CollectionRow = {
  path: 'providers/Microsoft.SecurityInsights/alertRules',
  noun: 'an alert rule',
  apiVersion: '2025-07-01-preview',
  isSound: ({ kind }) => kind !== undefined,
}
