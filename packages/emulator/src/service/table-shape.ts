import { anything, ignored, listOf, matching, object, oneOf, resource, type Shape, text } from './shape.ts'

/** The published types of columns, and what KQL calls them. */
export const columnTypes = {
  string: 'string',
  int: 'int',
  long: 'long',
  real: 'real',
  boolean: 'bool',
  dateTime: 'datetime',
  guid: 'guid',
  dynamic: 'dynamic',
} as const

const column = object({
  'name!': matching(/^[A-Za-z_]\w{0,44}$/),
  'type!': oneOf(...Object.keys(columnTypes)),
  displayName: text(),
  description: text(),
  dataTypeHint: oneOf('uri', 'guid', 'armPath', 'ip'),
  ...ignored('isDefaultDisplay', 'isHidden'),
})

const schema = object({
  'name!': matching(/^[A-Za-z0-9_-]{4,63}$/),
  displayName: text(),
  description: text(),
  columns: listOf(column),
  ...ignored('standardColumns', 'categories', 'labels', 'source', 'tableType', 'tableSubType', 'solutions'),
})

const shape = (...plans: readonly string[]): Shape =>
  resource(
    object({
      retentionInDays: anything,
      totalRetentionInDays: anything,
      plan: oneOf(...plans),
      schema,
      ...ignored('archiveRetentionInDays', 'retentionInDaysAsDefault', 'totalRetentionInDaysAsDefault'),
      ...ignored('lastPlanModifiedDate', 'provisioningState', 'resultStatistics'),
    }),
  )

const until2025 = shape('Analytics', 'Basic')
const since2025 = shape('Analytics', 'Basic', 'Auxiliary')

/** What a PUT or PATCH of a table takes; the plan Auxiliary came with 2025-07-01. Days are judged with what is stored. */
export const tableShape = (apiVersion: string): Shape => (apiVersion < '2025-07-01' ? until2025 : since2025)
