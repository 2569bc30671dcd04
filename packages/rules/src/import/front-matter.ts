import { type Diagnosed, lookUp, type SourceFile } from '@tripline/diagnostics'
import { parseYaml, type YamlMapping, type YamlSequence } from '@tripline/yaml'
import { canonicalKey, looseKeys } from './loose-keys.ts'
import { isRule } from './loose-rule.ts'
import { keyed, scalar } from './text-nodes.ts'

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

/** A key of a rule in a comment of its own: `// Severity: High`. */
const comment = /^\/\/[ \t]*([A-Za-z][A-Za-z_ ]{0,30}):[ \t]*(\S[^\n\r]*)/gm

/**
 * A query whose first comments are the keys of a rule, a line each, with lists separated by commas or number signs. Undefined
 * unless they have a name and a key that only rules have. The comments stay in the query, and those of no known key are only that.
 */
export function withCommentedKeys(file: SourceFile): YamlMapping | undefined {
  const comments = /^\ufeff?(?:[ \t]*(?:\/\/[^\n]*)?\n)*/.exec(file.text)![0]
  const taken = new Set<string>()
  const entries = [...comments.matchAll(comment)].flatMap(({ 0: line, 1: key, 2: value, index }) => {
    const name = canonicalKey(key!)
    const known = lookUp(looseKeys, name)?.name ?? (name === 'id' || name === 'name' ? name : undefined)
    if (known === undefined) return []
    if (taken.size === taken.add(name).size) return []
    const start = index + line.indexOf(value!, line.indexOf(':'))
    const isList = known === 'tactics' || known === 'techniques'
    return [{ key: scalar(file, index, name), value: (isList ? list : scalar)(file, start, value!.trimEnd()) }]
  })
  return isRule(taken)
    ? keyed(file, entries, file.text.startsWith('\ufeff') ? 1 : 0, file.text.replace(/^\ufeff/, ''))
    : undefined
}

const list = (file: SourceFile, start: number, text: string): YamlSequence => ({
  kind: 'sequence',
  items: [...text.matchAll(/[^,;#\s](?:[^,;#]*[^,;#\s])?/g)].map(({ 0: item, index }) =>
    scalar(file, start + index, item),
  ),
  span: { file, start, end: start + text.length },
})
