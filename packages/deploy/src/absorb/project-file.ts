import type { JsonValue, SourceFile } from '@tripline/diagnostics'
import { mergeYaml, parseYaml, plainValue } from '@tripline/yaml'
import type { Absorbed } from '../kind.ts'

type Members = Readonly<Record<string, JsonValue>>

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
