import { basename, extname } from 'node:path'
import type { SourceFile } from '@tripline/diagnostics'
import type { YamlMapping } from '@tripline/yaml'
import { keyed, scalar } from './text-nodes.ts'

/** The line that opens a fenced block, also one in a list: its indentation, its fence and its info string. */
const opening = /^([ \t]*)(`{3,}|~{3,})([^`]*)$/

const isKql = (info: string): boolean => /^[ \t]*\{?\.?(?:kql|kusto|kusto-?query)\b/i.test(info)

interface Block {
  readonly indent: string
  readonly fence: string
  readonly info: string
  /** Offsets of the opening line, and of the first line in the block. */
  readonly at: number
  readonly start: number
}

/** The blocks of KQL in a page of Markdown, each named by the heading above it, as hunting queries. */
export function queriesInMarkdown(file: SourceFile): readonly YamlMapping[] {
  const { text } = file
  let heading = basename(file.path, extname(file.path))
  let block: Block | undefined
  const found: YamlMapping[] = []
  const named = new Map<string, number>()
  const close = ({ info, indent, at, start }: Block, end: number): void => {
    const query = text.slice(start, end)
    if (!isKql(info) || query.trim() === '') return
    const count = (named.get(heading) ?? 0) + 1
    named.set(heading, count)
    const span = { file, start: at, end }
    const entries = [
      { key: scalar(file, at, 'kind'), value: scalar(file, at, 'Hunting') },
      { key: scalar(file, at, 'title'), value: scalar(file, at, count > 1 ? `${heading} (${count})` : heading) },
      { key: scalar(file, at, 'tactics'), value: { kind: 'sequence' as const, items: [], span } },
    ]
    found.push({ ...keyed(file, entries, start, withoutIndent(query, indent.length)), span })
  }
  for (const { 0: whole, index } of text.matchAll(/[^\n]+\n?|\n/g)) {
    const line = whole.trimEnd()
    const [, indent, fence, info] = (!block && opening.exec(line)) || []
    if (fence !== undefined) block = { indent: indent!, fence, info: info!, at: index, start: index + whole.length }
    else if (block && closes(line, block.fence)) {
      close(block, index)
      block = undefined
    } else if (!block) heading = headingOf(line) ?? heading
  }
  if (block) close(block, text.length)
  return found
}

const closes = (line: string, fence: string): boolean => {
  const signs = line.trimStart()
  return signs.startsWith(fence) && signs === fence[0]!.repeat(signs.length)
}

/** The text of a heading, without marks of code and of bold type, and the number signs that may close it. */
function headingOf(line: string): string | undefined {
  const title = /^ {0,3}#{1,6}[ \t]+(\S.*)$/.exec(line)?.[1]
  return title?.replace(/[*]{2}|`/g, '').replace(/(?<![ \t#])[ \t]+#*$/, '')
}

const withoutIndent = (query: string, length: number): string =>
  length === 0 ? query : query.replace(new RegExp(`^[ \\t]{1,${length}}`, 'gm'), '')
