/** What can be known about a query without a database. */
export { analyseQueries } from './analyse-queries.ts'
export { analyseQuery } from './analyse-query.ts'
export { applyParameters, type ParameterValues } from './apply-parameters.ts'
export { type AnalysisCache, openAnalysisCache } from './cache/analysis-cache.ts'
export type { CacheLocation } from './cache/kept-folder.ts'
export { queryFinding } from './findings/query-finding.ts'
export { formatQuery } from './frontend/format.ts'
export * from './query-world.ts'
