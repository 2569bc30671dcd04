import { resolve } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { contentDigests, type FilePath } from '@tripline/files'
import { digest, type KeptFolder } from '@tripline/kql/analysis'
import type { RuleScore } from '@tripline/replay'
import { queryCacheLocation } from '../cache/open-query-cache.ts'
import { scoreFolder } from '../cache/result-cache.ts'
import type { Io } from '../process/io.ts'
import type { ProjectContext } from '../project/command-context.ts'
import { inputDigest, type ReplayWorld } from '../test/kept/input-digest.ts'
import { suiteInputs } from '../test/kept/suite-inputs.ts'
import { replayWorld } from '../test/replay-world.ts'
import { suitesByRule } from './suites-by-rule.ts'

/** Scores of rules by all that they depend on: rules, tests, logs and what queries mention, by content. */
export interface KeptScores {
  /** Undefined if something that the score depends on cannot be read, or has no content that could be compared. */
  keyOf(files: readonly FilePath[]): Promise<string | undefined>
  read(key: string): RuleScore | undefined
  write(key: string, score: RuleScore): void
}

/** `timeout`: milliseconds that a query may take. */
export function keptScores(context: ProjectContext, timeout: number, io: Io): KeptScores | undefined {
  const folder = scoreFolder(io)
  if (!folder) return undefined
  const world = replayWorld(context, { timeout, queryCache: queryCacheLocation(io), logFolder: '' })
  return scoresIn(folder, { ...world, catalogue: context.world.catalogue })
}

const scoresIn = (folder: KeptFolder, world: ReplayWorld): KeptScores => ({
  async keyOf(files) {
    const { root, timeout } = world
    const contentOf = contentDigests()
    const digestOf = inputDigest(world, contentOf)
    const suites = await Promise.all(
      files.map(async file => {
        const inputs = await suiteInputs(file, root)
        return inputs && [file.path, contentOf(file), ...inputs.cases.map(one => digestOf(inputs, one))]
      }),
    )
    const isKnown = suites.every(suite => suite !== undefined && !suite.includes(undefined))
    return isKnown ? digest(['score', resolve(root), root, timeout, suites]) : undefined
  },
  read(key) {
    const content = folder.read(key)
    // Only what this user signed gets here.
    return content && deserialize(content)
  },
  write: (key, score) => folder.write(key, serialize(score)),
})

/** The scores that are kept of the rules of test files. */
export async function knownScores(
  files: readonly FilePath[],
  context: ProjectContext,
  timeout: number,
  io: Io,
): Promise<readonly RuleScore[]> {
  const kept = keptScores(context, timeout, io)
  if (!kept) return []
  const scores: RuleScore[] = []
  for (const { files: own } of await suitesByRule(files, context.root)) {
    const key = await kept.keyOf(own)
    const score = key === undefined ? undefined : kept.read(key)
    if (score) scores.push(score)
  }
  return scores
}
