import { fileURLToPath } from 'node:url'
import { readFile } from '@tripline/files'
import type { QueryWorld } from '@tripline/kql/compile'
import { listDetections, loadProject } from '@tripline/project'
import { compileRule, isDeployable, loadRule } from '@tripline/rules'
import { queryAnalyses } from '@tripline/rules/analyses'
import { loadCatalogue } from '@tripline/schemas'
import { describe, expect, it } from 'vitest'
import { applyPlan, type DesiredResource, desiredState, planDeploy, readActual } from '../src/index.ts'
import { noProject } from './desired-resources.ts'
import { emulated } from './emulated-workspace.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** This repository's own rules and retention, as the workspace `local` should have them. */
async function ownPack(): Promise<{ state: readonly DesiredResource[]; world: QueryWorld }> {
  const { value: project } = await loadProject(root)
  const world = {
    catalogue: loadCatalogue().with(project!.tables),
    watchlists: project!.watchlists.map(({ alias, file }) => {
      const [header = ''] = readFile(file.value).toString('utf8').split(/\r?\n/)
      return { alias: alias.value, columns: ['SearchKey', ...header.split(',')] }
    }),
  }
  const analyses = queryAnalyses(world)
  const { value: files } = await listDetections(project!.detections)
  const compiled = files!.rules.map(file => {
    const { path } = file
    const { value: rule } = loadRule({ path, text: readFile(file).toString('utf8') })
    if (!rule || !isDeployable(rule)) throw new Error(`${path} is not a rule that can be deployed`)
    return compileRule(rule, { enabled: true, analyses }).value!
  })
  return {
    state: desiredState({
      ...noProject,
      rules: compiled,
      functions: project!.functions,
      retention: project!.retention,
    }),
    world,
  }
}

describe('the pack of this repository', () => {
  it('is accepted by a workspace unchanged, with retention of 90 and 2556 days, and then nothing is pending', async () => {
    const { state, world } = await ownPack()
    const tables = state.filter(({ type }) => type === 'tables')
    expect(state.length).toBeGreaterThan(tables.length)
    expect(tables.map(({ body }) => body.properties)).toEqual(
      tables.map(() => ({ retentionInDays: 90, totalRetentionInDays: 2556 })),
    )
    const { workspace } = await emulated({
      watchlists: world.watchlists!.map(({ alias, columns }) => ({ alias, columns, rows: [] })),
    })
    const plan = async () => {
      const actual = await readActual(workspace, state)
      if (!actual.ok) throw new Error(actual.error.message)
      return planDeploy({ name: 'local', resource: workspace.resource }, state, actual.value)
    }
    const { results } = await applyPlan(await plan(), workspace)
    expect(results.flatMap(({ error }) => (error ? [error.message] : []))).toEqual([])
    expect(results.every(({ outcome }) => outcome === 'applied')).toBe(true)
    expect((await plan()).steps.filter(({ action }) => action !== 'none')).toEqual([])
  })
})
