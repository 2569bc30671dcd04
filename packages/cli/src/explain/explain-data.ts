import type { Diagnosed } from '@tripline/diagnostics'
import { named } from '@tripline/files'
import { type Dataset, openDatabase, openEngine } from '@tripline/kql/engine'
import { type Explanation, type RuleParameters, runRuleAt } from '@tripline/replay'
import type { Catalogue } from '@tripline/schemas'
import { queryCache } from '../cache/open-query-cache.ts'
import type { Io } from '../process/io.ts'
import type { NamedRule } from '../project/alerting-rule.ts'
import { loadDataset } from '../query/load-dataset.ts'

/** A run to explain: the folder of its logs, its time in ticks, and the time limit of a query in milliseconds. */
export interface RunOverLogs {
  readonly folder: string
  readonly at: bigint
  readonly parameters: RuleParameters
  readonly timeout: number
}

/** Explains one run of a rule over recorded logs. */
export async function explainData(
  { context: { world }, rule }: NamedRule,
  { folder, at, parameters, timeout }: RunOverLogs,
  io: Io,
): Promise<Diagnosed<Explanation>> {
  using database = await openDatabase()
  const delay = rule.tripline.ingestionDelay?.value.ticks
  const data = await loadDataset(rule.query.value, named(folder), world, database, delay)
  if (!data.value) return { diagnostics: data.diagnostics }
  const cache = queryCache(io)
  const environment = {
    openEngine: (catalogue: Catalogue, dataset: Dataset) => openEngine(catalogue, dataset, { database, cache }),
    catalogue: world.catalogue,
    timeout,
  }
  const run = await runRuleAt(rule, data.value.dataset, at, parameters, environment, () => true)
  const diagnostics = [...data.diagnostics, ...run.diagnostics]
  const explanation = run.value?.explanation ?? run.refusal
  return explanation ? { value: explanation, diagnostics } : { diagnostics }
}
