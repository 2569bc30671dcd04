import { type ContentDigests, inside } from '@tripline/files'
import { digest } from '@tripline/kql/analysis'
import type { ReplayEnvironment } from '@tripline/replay'
import type { CaseInputs, SuiteInputs } from './suite-inputs.ts'
import { worldDigest } from './world-digest.ts'

/** Everything besides files that cases depend on. */
export type ReplayWorld = Pick<
  ReplayEnvironment,
  'root' | 'timeout' | 'catalogue' | 'functions' | 'watchlists' | 'externalData'
>

/** A digest of everything that a case reads besides its test file; undefined if a file cannot be read. */
export type InputDigest = (suite: SuiteInputs, own: CaseInputs) => string | undefined

export function inputDigest(world: ReplayWorld, contentOf: ContentDigests): InputDigest {
  const worldOf = worldDigest(world, contentOf)
  return ({ rule, query }, { files, words }) => {
    const contents = [rule, ...files].map(path => contentOf(inside(world.root, path)))
    if (contents.includes(undefined)) return undefined
    return digest([contents, worldOf({ ...query, words: new Set([...query.words, ...words]) })])
  }
}
