import type { SourceFile } from '@tripline/diagnostics'
import type { YamlMapping, YamlScalar } from '@tripline/yaml'

/** A text as a value that stands in a file, from an offset on. */
export const scalar = (file: SourceFile, start: number, text: string): YamlScalar => ({
  kind: 'scalar',
  value: text,
  text,
  span: { file, start, end: start + text.length },
  offsetAt: index => start + index,
})

/** The keys of a rule, and its query from an offset on. */
export const keyed = (file: SourceFile, owner: YamlMapping['entries'], start: number, query: string): YamlMapping => ({
  kind: 'mapping',
  entries: [...owner, { key: scalar(file, start, 'query'), value: scalar(file, start, query) }],
  span: { file, start: 0, end: file.text.length },
})
