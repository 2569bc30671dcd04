import { resolve } from 'node:path'
import type { FilePath } from '@tripline/files'
import { digest, type KeptFolder } from '@tripline/kql/analysis'
import type { CaseReport, SuiteReplay, Wants } from '@tripline/replay'
import { contentDigests } from './content-digests.ts'
import { type InputDigest, inputDigest, type Surroundings } from './input-digest.ts'
import { type KeptResult, readSuite, writeSuite } from './kept-suite.ts'
import { type SuiteInputs, suiteInputs } from './suite-inputs.ts'

export interface KeepingReplay {
  /** Replays the cases whose inputs have changed, and reports the others as they were. */
  readonly replay: SuiteReplay
  /** Keeps the results of the cases that passed. */
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
 * Adds memory to a replay: a case that passed is not replayed while everything that it reads has the content that it had.
 * Contents are compared, never times. An entry belongs to one test file with one content. A case that failed or could not be
 * run is not kept, nor one whose inputs changed while it ran.
 */
export function keepResults(
  replay: SuiteReplay,
  surroundings: Surroundings,
  wants: Wants,
  results: KeptFolder,
): KeepingReplay {
  const contentOf = contentDigests()
  const digestOf = inputDigest(surroundings, contentOf)
  const replayed: Replayed[] = []
  return {
    async replay(file) {
      const entry = entryName(file, contentOf(file), surroundings)
      const known = readSuite(results, entry)
      const unchanged = known && stillValid(known.inputs, known.results, digestOf)
      if (unchanged && known.inputs.cases.every(({ name }) => unchanged.has(name) || !wants(known.inputs.rule, name))) {
        return { cases: marked([...unchanged.values()], wants), diagnostics: [] }
      }
      const inputs = await suiteInputs(file, surroundings.root)
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
      const digestNow = inputDigest(surroundings, contentNow)
      for (const { file, entry, inputs, before, reports } of replayed) {
        if (entryName(file, contentNow(file), surroundings) !== entry) continue
        const now = new Map(inputs.cases.map(one => [one.name, digestNow(inputs, one)]))
        const passed = reports.flatMap(report => {
          const read = before.get(report.case)
          const isSure = report.status === 'passed' && read !== undefined && now.get(report.case) === read
          return isSure ? [{ inputs: read, report }] : []
        })
        writeSuite(results, entry, {
          inputs,
          results: passed.sort((a, b) => a.report.span.start - b.report.span.start),
        })
      }
    },
  }
}

const entryName = (file: FilePath, content: string | undefined, { root, timeout }: Surroundings): string =>
  digest([resolve(root), root, file.path, content ?? '', timeout])

/** The results whose inputs are as they were, by case. */
function stillValid(
  inputs: SuiteInputs,
  results: readonly KeptResult[],
  digestOf: InputDigest,
): ReadonlyMap<string, CaseReport> {
  const now = new Map(inputs.cases.map(one => [one.name, digestOf(inputs, one)]))
  const valid = results.filter(({ inputs: read, report }) => now.get(report.case) === read)
  return new Map(valid.map(({ report }) => [report.case, report]))
}

const marked = (reports: readonly CaseReport[], wants: Wants): readonly CaseReport[] =>
  reports.filter(report => wants(report.rule, report.case)).map(report => ({ ...report, kept: true }))
