import { dirname, join, normalize, resolve } from 'node:path'
import type { Diagnosed, Diagnostic } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import type { AnalysisCache } from '@tripline/kql/analysis'
import { type DetectionFiles, listDetections, type Project, type ProjectFunction, readSource } from '@tripline/project'
import {
  analyseRules,
  checkFunctions,
  checkProject,
  checkRule,
  checkTwins,
  includeLogs,
  type LoadedRule,
  type LoadedTestFile,
  loadTestFile,
  profileOf,
} from '@tripline/rules'
import { profiles } from '@tripline/schemas'
import { commandReport } from '../command-line/command-report.ts'
import { type CommandContext, type LocalWorld, storedFunctions } from '../project/command-context.ts'
import { findRules, readRule } from '../project/find-rules.ts'
import { checkChanges } from './check-changes.ts'
import { allFunctions, functionsAmong } from './chosen-functions.ts'

/** How much was checked, and the findings. */
export interface CheckReport {
  readonly rules: number
  readonly tests: number
  readonly functions: number
  readonly automationRules: number
  readonly diagnostics: readonly Diagnostic[]
}

/** What a check depends on besides the files. */
export interface CheckSettings {
  /** The current time in ticks, at which acceptances expire. */
  readonly now: bigint
  /** A Git revision to compare rules with. */
  readonly changedSince: string | undefined
  /** Analyses of earlier runs. */
  readonly cache: AnalysisCache | undefined
}

/**
 * Judges the files of `paths`, or all of the project without. What concerns a file together with its project is judged among
 * the project's own files only, and reported if it is about a file of `paths`.
 */
export async function checkPaths(
  paths: readonly string[],
  context: CommandContext,
  { now, changedSince, cache }: CheckSettings,
): Promise<CheckReport> {
  const { project, world } = context
  const own = await listDetections(project?.detections ?? [])
  const named = paths.length > 0 ? await listNamed(paths, context) : own
  const isOwn = chosenIn(own.value ?? noFiles)
  const others = named.value?.rules.filter(({ path }) => !isOwn(path)) ?? []
  const automation = automationAmong(others, paths, project)
  const functions =
    paths.length > 0
      ? await functionsAmong(
          others.filter(file => !automation.includes(file)),
          project,
        )
      : allFunctions(project)
  const apart = [...functions.files, ...automation]
  const chosen = { ...named, ...(named.value && { value: withoutFiles(named.value, apart) }) }
  const files = { own: own.value ?? noFiles, chosen: chosen.value ?? noFiles }
  const isChosen = chosenIn(files.chosen)
  const rulePaths = union(files.own.rules, files.chosen.rules)
  const testPaths = union(files.own.tests, files.chosen.tests)
  const rules = await Promise.all(rulePaths.map(readRule))
  const tests = await Promise.all(testPaths.map(file => readTests(file, context.root)))
  const chosenRules = rules.filter((_, index) => isChosen(rulePaths[index]!.path))
  const analyses = await analyseRules(chosenRules, worldWith(world, functions.functions), cache, functions.functions)

  const single = chosenRules.flatMap(rule => checkRule(rule, analyses, now))
  const changes = changedSince === undefined ? [] : await checkChanges(changedSince, chosenRules)
  const chosenTests = tests.filter((_, index) => isChosen(testPaths[index]!.path))
  const unreadable = chosenTests.flatMap(({ diagnostics }) => diagnostics)
  const data = await checkData(chosenTests, rules, context)
  const ownRules = rules.slice(0, files.own.rules.length)
  const ownTests = tests.slice(0, files.own.tests.length)
  const chosenOwn = paths.length > 0 ? ownRules.filter(rule => chosenRules.includes(rule)) : undefined
  const together = project ? checkProject(ownRules, ownTests, project, analyses, chosenOwn) : []
  // Files outside the project are deployed together, if at all, but not with those of the project.
  const outsideProject = rules.slice(files.own.rules.length)
  const twins = [ownRules, outsideProject].flatMap(group => checkTwins(group.flatMap(({ draft }) => draft ?? [])))
  const count = files.chosen.rules.length + files.chosen.tests.length + functions.functions.length + automation.length
  const nothing = paths.length > 0 && count === 0 && [...chosen.diagnostics, ...functions.diagnostics].length === 0
  return {
    rules: files.chosen.rules.length,
    tests: files.chosen.tests.length,
    functions: functions.functions.length,
    automationRules: automation.length,
    diagnostics: [
      ...(nothing ? [commandReport['nothing-found'](undefined, 'rules or tests', paths.join(', '))] : []),
      ...chosen.diagnostics,
      ...functions.diagnostics,
      ...checkFunctions(functions.functions, analyses),
      ...single,
      ...changes,
      ...unreadable,
      ...data,
      ...[...together, ...twins].filter(({ span }) => paths.length === 0 || (span && isChosen(span.file.path))),
    ],
  }
}

/** The files of automation rules among those that are named, or all. What is wrong with them is reported with the project. */
function automationAmong(
  others: readonly FilePath[],
  paths: readonly string[],
  project: Project | undefined,
): readonly FilePath[] {
  const files = project?.automationFiles ?? []
  if (paths.length === 0) return files
  const known = new Set(files.map(({ path }) => resolve(path)))
  return others.filter(({ path }) => known.has(resolve(path)))
}

async function listNamed(paths: readonly string[], context: CommandContext): Promise<Diagnosed<DetectionFiles>> {
  const { value, diagnostics } = await findRules(paths, context)
  return value ? listDetections(value) : { diagnostics }
}

/** What queries see, with functions that are described outside the project. */
function worldWith(world: LocalWorld, functions: readonly ProjectFunction[]): LocalWorld {
  const known = new Set(world.functions.map(({ name }) => name))
  const others = storedFunctions(functions).filter(({ name }) => !known.has(name))
  return others.length > 0 ? { ...world, functions: [...world.functions, ...others] } : world
}

/** What is wrong with the data of the cases. */
async function checkData(
  tests: readonly LoadedTestFile[],
  rules: readonly LoadedRule[],
  context: CommandContext,
): Promise<readonly Diagnostic[]> {
  if (!tests.some(({ value }) => value?.cases.length)) return []
  const { checkCaseData } = await import('@tripline/replay/check')
  const watchlists = context.project?.watchlists ?? []
  const { catalogue, functions } = context.world
  const drafts = new Map(rules.map(({ path, draft }) => [normalize(path), draft]))
  const found = profiles.map(profile => {
    const cases = tests.flatMap(({ path, rule, value }) => {
      const draft = rule && drafts.get(join(dirname(path), rule.value))
      return ((draft && profileOf(draft)) ?? 'workspace') === profile ? (value?.cases ?? []) : []
    })
    return checkCaseData(cases, { root: context.root, catalogue: catalogue.under(profile), functions, watchlists })
  })
  return (await Promise.all(found)).flat()
}

const noFiles: DetectionFiles = { rules: [], tests: [], logs: [] }

const withoutFiles = (listed: DetectionFiles, files: readonly FilePath[]): DetectionFiles => ({
  ...listed,
  rules: listed.rules.filter(file => !files.includes(file)),
})

function chosenIn({ rules, tests }: DetectionFiles): (path: string) => boolean {
  const chosen = new Set([...rules, ...tests].map(({ path }) => resolve(path)))
  return path => chosen.has(resolve(path))
}

/** Every file once, spelled as the first list has it. */
function union(first: readonly FilePath[], second: readonly FilePath[]): readonly FilePath[] {
  const known = new Set(first.map(({ path }) => resolve(path)))
  return [...first, ...second.filter(({ path }) => !known.has(resolve(path)))]
}

async function readTests(file: FilePath, root: string): Promise<LoadedTestFile> {
  const { value: source, diagnostics } = await readSource(file)
  return source ? includeLogs(loadTestFile(source), root) : { path: file.path, diagnostics }
}
