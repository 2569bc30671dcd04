import type { Diagnosed, Diagnostic, SourceFile } from '@tripline/diagnostics'
import type { YamlEntry, YamlMapping, YamlNode, YamlScalar } from '@tripline/yaml'
import { importReport } from './import-report.ts'

/** More than any module nests, and less than the stack holds. */
const deepest = 100

const solid = /\S/g
const identifier = /[A-Za-z_][\w-]*/y
const number = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y
const heredoc = /<<(-?)([A-Za-z_]\w*)[ \t]*\r?\n/y
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' }
const words: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null }

/**
 * A file of Terraform's language as a document: a block is a mapping under its type and labels, and blocks of one type in
 * another block are a list. Values that are not literals are texts of the form `${…}`, which only Terraform can evaluate.
 */
export function readHcl(file: SourceFile): Diagnosed<YamlMapping> {
  const { text } = file
  let at = text.startsWith('\ufeff') ? 1 : 0
  let depth = 0
  let problem: Diagnostic | undefined

  const match = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found) at = pattern.lastIndex
    return found ?? undefined
  }
  /** Passes over blanks and comments, without a pattern that would need a stack for each. */
  const skip = (): void => {
    for (;;) {
      solid.lastIndex = at
      at = solid.exec(text)?.index ?? text.length
      const isLine = text[at] === '#' || text.startsWith('//', at)
      const isComment = isLine || text.startsWith('/*', at)
      if (!isComment) return
      const end = text.indexOf(isLine ? '\n' : '*/', at + (isLine ? 1 : 2))
      if (end < 0 && !isLine) return
      at = end < 0 ? text.length : isLine ? end : end + 2
    }
  }
  /** After a mistake, everything is there, so that all that has begun ends. */
  const take = (sign: string): boolean => {
    skip()
    if (problem) return true
    if (!text.startsWith(sign, at)) return false
    at += sign.length
    return true
  }
  const fail = (reason: string): void => {
    const start = Math.min(at, text.length)
    problem ??= importReport['import-hcl']({ file, start, end: start }, reason)
    at = text.length
  }
  const need = (sign: string): void => {
    if (!take(sign)) fail(`expected ${sign}`)
  }
  const scalar = (value: YamlScalar['value'], written: string, start: number): YamlScalar => ({
    kind: 'scalar',
    value,
    text: written,
    span: { file, start, end: at },
    offsetAt: index => Math.min(start + index, at),
  })
  const within = <T>(read: () => T): T => {
    depth += 1
    if (depth > deepest) fail('too many nested values')
    const value = read()
    depth -= 1
    return value
  }

  function body(end: string): YamlMapping {
    const start = at
    const entries: YamlEntry[] = []
    const blocks = new Map<string, YamlEntry[]>()
    while (!isAtEnd(end)) {
      const key = name()
      if (take('=')) entries.push({ key, value: expression() })
      else {
        const labels: YamlScalar[] = []
        for (skip(); text[at] !== '{' && !problem; skip()) labels.push(text[at] === '"' ? quoted() : name())
        need('{')
        const own = within(() => body('}'))
        const value = labels.reduceRight<YamlNode>((node, label) => mapping([{ key: label, value: node }], start), own)
        blocks.set(key.text, [...(blocks.get(key.text) ?? []), { key, value }])
      }
    }
    for (const [, group] of blocks) {
      // A resource has labels, which tell it from others.
      const items = group.map(({ value }) => value)
      entries.push({ key: group[0]!.key, value: { kind: 'sequence', items, span: items[0]!.span } })
    }
    return mapping(entries, start)
  }
  /** The end of a file, or the sign that closes a block. */
  function isAtEnd(end: string): boolean {
    skip()
    return problem !== undefined || (end === '' ? at === text.length : take(end))
  }
  const mapping = (entries: readonly YamlEntry[], start: number): YamlMapping => ({
    kind: 'mapping',
    entries,
    span: { file, start, end: at },
  })
  function name(): YamlScalar {
    skip()
    const start = at
    const found = match(identifier)?.[0] ?? ''
    if (found === '') fail('expected a name')
    return scalar(found, found, start)
  }
  function expression(): YamlNode {
    skip()
    const start = at
    const value = within(literal)
    // What follows a literal on its line makes an expression of it.
    const rest = /[ \t]*(?=$|[\n\r,\]})#]|\/\/|\/\*)/my
    if (value && match(rest)) return value
    at = start
    return opaque()
  }
  function literal(): YamlNode | undefined {
    const start = at
    if (text[at] === '"') return quoted()
    const document = match(heredoc)
    if (document) return lines(start, document[2]!, document[1] === '-')
    if (take('[')) {
      const items: YamlNode[] = []
      while (!take(']')) {
        items.push(expression())
        if (!take(',')) {
          need(']')
          break
        }
      }
      return { kind: 'sequence', items, span: { file, start, end: at } }
    }
    if (take('{')) {
      const entries: YamlEntry[] = []
      while (!take('}')) {
        skip()
        const key = text[at] === '"' ? quoted() : name()
        if (!take('=')) need(':')
        entries.push({ key, value: expression() })
        take(',')
      }
      return mapping(entries, start)
    }
    const digits = match(number)
    if (digits) return scalar(Number(digits[0]), digits[0], start)
    const word = match(identifier)?.[0]
    return word !== undefined && Object.hasOwn(words, word) ? scalar(words[word]!, word, start) : undefined
  }
  function quoted(): YamlScalar {
    const start = at++
    let value = ''
    for (let inside = 0; inside > 0 || text[at] !== '"'; at++) {
      if (at >= text.length || (inside === 0 && text[at] === '\n')) {
        fail('expected "')
        break
      }
      if (text.startsWith('${', at) || text.startsWith('%{', at)) inside += 1
      if (inside > 0 && text[at] === '}') inside -= 1
      const unicode = /\\u([0-9a-fA-F]{4})/y
      unicode.lastIndex = at
      const point = unicode.exec(text)?.[1]
      if (point) {
        value += String.fromCharCode(Number.parseInt(point, 16))
        at += 5
      } else if (text[at] === '\\' && Object.hasOwn(escapes, text[at + 1] ?? '')) value += escapes[text[++at]!]
      else value += text[at]
    }
    at++
    return scalar(value, value, start)
  }
  function lines(start: number, mark: string, isIndented: boolean): YamlScalar {
    const end = new RegExp(`^[ \\t]*${mark}[ \\t]*$`, 'm')
    const rest = text.slice(at)
    const found = end.exec(rest)
    const written = rest.slice(0, found?.index).replace(/\r\n/g, '\n')
    at += found ? found.index + found[0].length : 0
    if (!found) fail(`expected ${mark}`)
    const indents = written.split('\n').flatMap(line => (line.trim() === '' ? [] : [/^[ \t]*/.exec(line)![0].length]))
    const least = isIndented ? Math.min(...indents, written.length) : 0
    const value = written.replace(new RegExp(`^[ \\t]{${least}}`, 'gm'), '')
    return scalar(value, value, start)
  }
  /** An expression, up to the end of its line outside of brackets. */
  function opaque(): YamlScalar {
    const start = at
    for (let open = 0; at < text.length; at++) {
      if (open === 0 && /[\n\r,\]})]/.test(text[at]!)) break
      if (text[at] === '"') {
        quoted()
        at -= 1
      } else if ('([{'.includes(text[at]!)) open += 1
      else if (')]}'.includes(text[at]!)) open -= 1
    }
    if (at === start) fail('expected a value')
    const value = `\${${text.slice(start, at).trim()}}`
    return scalar(value, value, start)
  }

  const value = body('')
  return problem ? { diagnostics: [problem] } : { value, diagnostics: [] }
}
