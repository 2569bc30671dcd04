import type { JsonValue, Span } from '@tripline/diagnostics'
import { writeYaml } from '@tripline/yaml'

/**
 * The text of a test file with `expected` in place of the scalar at `span`, the value of `expect`. Every other character stays; a
 * comment after the scalar stays on its line.
 */
export function writeExpectation({ file: { text }, start, end }: Span, expected: JsonValue): string {
  const lineStart = Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1
  const key = /^(\uFEFF? *(?:- +)*)expect:[ \t]*$/.exec(text.slice(lineStart, start))
  const [rest] = /^[^\r\n]*/.exec(text.slice(end))!
  // Inside braces, only braces may follow.
  if (!key || !/^[ \t]*(?:#.*)?$/.test(rest)) return text.slice(0, start) + JSON.stringify(expected) + text.slice(end)
  const indent = ' '.repeat(key[1]!.length + 2)
  const lines = writeYaml(expected).trimEnd().split('\n')
  const block = lines.map(line => (line === '' ? '' : indent + line))
  const remark = rest.trim()
  const keyLine = text.slice(0, start).trimEnd() + (remark === '' ? '' : ` ${remark}`)
  return [keyLine, ...block].join(text.includes('\r\n') ? '\r\n' : '\n') + text.slice(end + rest.length)
}
