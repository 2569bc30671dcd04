import { resolve } from 'node:path'
import { contentDigests, type FilePath } from '@tripline/files'
import { digest } from '@tripline/kql/analysis'
import type { CaseReport, SuiteReplay, Wants } from '@tripline/replay'
import { type InputDigest, inputDigest, type ReplayWorld } from './input-digest.ts'
import type { KeptSuite, ResultStore } from './result-store.ts'
import { type SuiteInputs, suiteInputs } from './suite-inputs.ts'

export interface KeepingReplay {
  /** Replays the cases whose inputs have changed, and reports the others as they were. */
  readonly replay: SuiteReplay
  /** Keeps the results of the cases that were run. */
  readonly keep: () => void
}

/** A replayed test file, and what its cases read before it was. */
interface Replayed {
  readonly file: FilePath
  readonly entry: string
  readonly inputs: SuiteInputs
  readonly before: ReadonlyMap<string, string | undefined>
  readonly reports: readonly CaseReport[]
}

/**
 * Adds memory to a replay: a case whose result is kept is not replayed while everything that it reads has the content that it had.
 * Contents are compared, never times. An entry belongs to one test file with one content. A case that could not be run is not
 * kept, nor one whose inputs changed while it ran. `isEnough`: whether the result of a case that is wanted may be used.
 */
export function keepResults(
  replay: SuiteReplay,
  world: ReplayWorld,
  wants: Wants,
  results: ResultStore,
  isEnough: (report: CaseReport) => boolean = () => true,
): KeepingReplay {
  const contentOf = contentDigests()
  const digestOf = inputDigest(world, contentOf)
  const replayed: Replayed[] = []
  return {
    async replay(file) {
      const entry = entryName(file, contentOf(file), world)
      const known = results.read(entry)
      const unchanged = known && stillValid(known, digestOf, one => !wants(one.rule, one.case) || isEnough(one))
      if (unchanged && known.inputs.cases.every(({ name }) => unchanged.has(name) || !wants(known.inputs.rule, name))) {
        return { cases: marked([...unchanged.values()], wants), diagnostics: [] }
      }
      const inputs = await suiteInputs(file, world.root)
      if (!inputs) return replay(file)
      const kept = unchanged ?? new Map<string, CaseReport>()
      const before = new Map(inputs.cases.map(one => [one.name, digestOf(inputs, one)]))
      const { cases, diagnostics } = await replay(file, new Set(kept.keys()))
      if (diagnostics.length === 0) {
        replayed.push({ file, entry, inputs, before, reports: [...kept.values(), ...cases] })
      }
      const all = [...marked([...kept.values()], wants), ...cases].sort((a, b) => a.span.start - b.span.start)
      return { cases: all, diagnostics }
    },
    keep() {
      const contentNow = contentDigests()
      const digestNow = inputDigest(world, contentNow)
      for (const { file, entry, inputs, before, reports } of replayed) {
        if (entryName(file, contentNow(file), world) !== entry) continue
        const now = new Map(inputs.cases.map(one => [one.name, digestNow(inputs, one)]))
        const sure = reports.flatMap(report => {
          const read = before.get(report.case)
          const isSure = report.status !== 'error' && read !== undefined && now.get(report.case) === read
          return isSure ? [{ inputs: read, report }] : []
        })
        results.write(entry, { inputs, results: sure.sort((a, b) => a.report.span.start - b.report.span.start) })
      }
    },
  }
}

const entryName = (file: FilePath, content: string | undefined, { root, timeout }: ReplayWorld): string =>
  digest([resolve(root), root, file.path, content ?? '', timeout])

/** The results that may be used and whose inputs are as they were, by case. */
function stillValid(
  { inputs, results }: KeptSuite,
  digestOf: InputDigest,
  mayUse: (report: CaseReport) => boolean,
): ReadonlyMap<string, CaseReport> {
  const now = new Map(inputs.cases.map(one => [one.name, digestOf(inputs, one)]))
  const valid = results.filter(({ inputs: read, report }) => mayUse(report) && now.get(report.case) === read)
  return new Map(valid.map(({ report }) => [report.case, report]))
}

const marked = (reports: readonly CaseReport[], wants: Wants): readonly CaseReport[] =>
  reports.filter(report => wants(report.rule, report.case)).map(report => ({ ...report, kept: true }))
