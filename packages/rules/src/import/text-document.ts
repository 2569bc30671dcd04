import { basename, extname } from 'node:path'
import type { Diagnosed, SourceFile } from '@tripline/diagnostics'
import { parseYaml, type YamlMapping, type YamlScalar } from '@tripline/yaml'

const scalar = (file: SourceFile, start: number, text: string): YamlScalar => ({
  kind: 'scalar',
  value: text,
  text,
  span: { file, start, end: start + text.length },
  offsetAt: index => start + index,
})

const keyed = (file: SourceFile, owner: YamlMapping['entries'], start: number, query: string): YamlMapping => ({
  kind: 'mapping',
  entries: [...owner, { key: scalar(file, start, 'query'), value: scalar(file, start, query) }],
  span: { file, start: 0, end: file.text.length },
})

/** A query with front matter: YAML between lines of dashes, or in the first comment. Undefined for other texts. */
export function withFrontMatter(file: SourceFile): Diagnosed<YamlMapping> | undefined {
  const matter =
    /^\ufeff?(---[ \t]*\r?\n)([\s\S]*?\r?\n)---[ \t]*(?:\r?\n|$)/.exec(file.text) ??
    /^\ufeff?(\/\*(?:---)?[ \t]*\r?\n)([\s\S]*?\r?\n)[ \t]*(?:---)?\*\/[ \t]*(?:\r?\n|$)/.exec(file.text)
  if (!matter || !/^[ \t]*["']?[A-Za-z_]\w*["']?[ \t]*:/m.test(matter[2]!)) return undefined
  const [whole, opening, yaml] = matter
  // Blanked, so that offsets stay those of the file.
  const blanked = opening!.replace(/[^\n\r]/g, ' ') + yaml!
  const { value, diagnostics } = parseYaml({ path: file.path, text: blanked })
  if (value?.kind !== 'mapping') return { diagnostics }
  return { value: keyed(file, value.entries, whole!.length, file.text.slice(whole!.length)), diagnostics }
}

/** The blocks of KQL in a page of Markdown, each named by the heading above it, as hunting queries. */
export function queriesInMarkdown(file: SourceFile): readonly YamlMapping[] {
  const pieces = file.text.matchAll(
    /^#{1,6}[ \t]+(.+?)[ \t#]*$|^(`{3,}|~{3,})[ \t]*(?:kql|kusto|kusto-?query)\b[^\n]*\n([\s\S]*?)^\2[ \t]*$/gim,
  )
  let heading = basename(file.path, extname(file.path))
  const found: YamlMapping[] = []
  const named = new Map<string, number>()
  for (const piece of pieces) {
    const [whole, title, , query] = piece
    if (title !== undefined) heading = title
    if (query === undefined || query.trim() === '') continue
    const count = (named.get(heading) ?? 0) + 1
    named.set(heading, count)
    const start = piece.index + whole.indexOf('\n') + 1
    const name = count > 1 ? `${heading} (${count})` : heading
    const entries = [
      { key: scalar(file, piece.index, 'kind'), value: scalar(file, piece.index, 'Hunting') },
      { key: scalar(file, piece.index, 'title'), value: scalar(file, piece.index, name) },
      {
        key: scalar(file, piece.index, 'tactics'),
        value: { kind: 'sequence' as const, items: [], span: { file, start, end: start } },
      },
    ]
    found.push(keyed(file, entries, start, query))
  }
  return found
}
