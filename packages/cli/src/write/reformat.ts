import type { Diagnosed } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import { readSource } from '@tripline/project'
import { formatDocument } from '@tripline/rules/format'

/** A file whose formatted text differs. */
export interface Reformatted {
  readonly file: FilePath
  readonly before: string
  readonly after: string
}

/** No value if a file is formatted, or cannot be. */
export async function reformat(file: FilePath): Promise<Diagnosed<Reformatted>> {
  const { value: source, diagnostics } = await readSource(file)
  if (!source) return { diagnostics }
  const { value: after, diagnostics: found } = formatDocument(source)
  const before = source.text
  return { ...(after !== undefined && after !== before && { value: { file, before, after } }), diagnostics: found }
}
