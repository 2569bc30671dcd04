/** `node contestant.mjs NAME CACHE`: does one contestant's work once and prints its milliseconds, by the clock and of all cores together. */
import { availableParallelism } from 'node:os'
import { named } from '@tripline/files'
import { openAnalysisCache } from '@tripline/kql/analysis'
import { analyseRules, checkRule, loadRule } from '@tripline/rules'
import { queryAnalyses } from '@tripline/rules/analyses'
import { loadCatalogue } from '@tripline/schemas'
import { bindAll } from './bind-share.mjs'
import { ruleFiles } from './rule-files.mjs'

const [name, folder] = process.argv.slice(2)
const files = ruleFiles()

const bind = threads =>
  bindAll(
    files.flatMap(file => loadRule(file).draft?.query?.value ?? []),
    threads,
  )

const check = async analyse => {
  const rules = files.map(loadRule)
  const analyses = await analyse(rules, { catalogue: loadCatalogue() })
  for (const rule of rules) checkRule(rule, analyses)
}

const contestants = {
  'binder-one': () => bind(1),
  'binder-all': () => bind(availableParallelism()),
  'check-one': () => check((_, world) => queryAnalyses(world)),
  'check-all': () => check(analyseRules),
  'check-kept': () =>
    check((rules, world) =>
      analyseRules(rules, world, openAnalysisCache({ folder: named(folder), secret: Buffer.alloc(32) })),
    ),
}

const start = performance.now()
const before = process.cpuUsage()
await contestants[name]()
const { user, system } = process.cpuUsage(before)
process.stdout.write(JSON.stringify({ clock: performance.now() - start, cores: (user + system) / 1000 }))
