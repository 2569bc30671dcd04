import type { Category, Diagnosed, Diagnostic, JsonValue, Severity, Span } from '@tripline/diagnostics'
import type { YamlNode } from './node.ts'

/** How strictly a format treats unknown keys. */
export interface Strictness {
  readonly unknownKeys: Severity
  /** Category of every message: `finding` for documents that are checked, `input` for configuration. */
  readonly category: Category
}

/** For formats that others extend, such as rule templates: an unknown key is a warning. */
export const lenient: Strictness = { unknownKeys: 'warning', category: 'finding' }

/** For the project's own formats: every mistake makes the file unusable. */
export const strict: Strictness = { unknownKeys: 'error', category: 'input' }

/** A JSON Schema of draft 7, which the YAML support of editors reads. */
export type JsonSchema = { readonly [key: string]: JsonValue }

/** Where a reader leaves its messages. */
export interface Reading {
  readonly strictness: Strictness
  report(diagnostic: Diagnostic): void
}

/** Turns a node into a value, or reports why not and returns undefined. A reader never throws. */
export interface Reader<T> {
  /** What the node must be, as messages say it: `a list of text`. */
  readonly expected: string
  readonly read: (node: YamlNode, reading: Reading) => T | undefined
  /** The same for editors (default: anything). */
  readonly schema?: (strictness: Strictness) => JsonSchema
}

/** What a reader reads: `type Rule = ReadBy<typeof ruleFormat>`. */
export type ReadBy<R> = R extends Reader<infer T> ? T : never

/** Reads a node by a format. The value is absent if what the format requires is missing or wrong. */
export function read<T>(reader: Reader<T>, node: YamlNode, strictness: Strictness): Diagnosed<T> {
  const diagnostics: Diagnostic[] = []
  const report = (diagnostic: Diagnostic): void => {
    diagnostics.push({ ...diagnostic, category: strictness.category })
  }
  const value = reader.read(node, { strictness, report })
  return { ...(value !== undefined && { value }), diagnostics }
}

/** The span to report for a whole node: its first line. */
export function nodeSpan(node: YamlNode): Span {
  const { file, start, end } = node.span
  const written = file.text.slice(start, end)
  const first = firstLine(firstLine(written, '\n'), '\r')
  return { file, start, end: start + first.trimEnd().length }
}

function firstLine(text: string, end: '\n' | '\r'): string {
  const at = text.indexOf(end)
  return at < 0 ? text : text.slice(0, at)
}
