import type { Dataset } from '@tripline/kql/engine'
import type { Catalogue } from '@tripline/schemas'

/** The tables that a query names, whether or not they have rows. */
export async function tablesNamed(kql: string, catalogue: Catalogue, dataset: Dataset): Promise<readonly string[]> {
  const { functions = [], watchlists = [], externalData = [] } = dataset
  const { queryAnalyses } = await import('@tripline/rules/analyses')
  return queryAnalyses({ catalogue, functions, watchlists, externalData }).of(kql).tables
}
