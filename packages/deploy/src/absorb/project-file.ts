import type { SourceFile } from '@tripline/diagnostics'
import { mergeYaml, parseYaml, plainValue } from '@tripline/yaml'
import type { Absorbed, Description, Members } from '../kind.ts'

/** `tripline.yaml` as plain data. */
export const rootOf = (file: SourceFile): Members => plainValue(parseYaml(file).value!) as Members

/** `tripline.yaml` with other values. */
export function rewritten(file: SourceFile, to: Members): Absorbed {
  const text = mergeYaml(file, rootOf(file), to)
  return text === undefined ? unwritable(file) : { files: [{ ...file, text }] }
}

/** A file that cannot be written so that it says just what it should. */
export const unwritable = ({ path }: SourceFile): Absorbed => ({
  reason: `${path} is written in a way that cannot be changed in parts; change it by hand`,
})

/** The text of `tripline.yaml` with what resources change in it, given the paths of their files; undefined if it cannot be written. */
export function withSettings(
  file: SourceFile,
  described: readonly { readonly description: Description | { readonly reason: string }; readonly ownPath?: string }[],
): string | undefined {
  const root = rootOf(file)
  const to = described.reduce(
    (sum, { description, ownPath = '' }) =>
      'settings' in description && description.settings ? description.settings(sum, ownPath) : sum,
    root,
  )
  return mergeYaml(file, root, to)
}
