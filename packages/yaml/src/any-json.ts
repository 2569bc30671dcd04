import type { Located } from '@tripline/diagnostics'
import type { YamlNode } from './node.ts'
import { readReport } from './read-report.ts'
import { nodeSpan, type Reader, type Reading } from './reader.ts'
import { kindOf } from './scalar-readers.ts'

/** Any value as JSON text; numbers keep their digits. */
export const anyJson: Reader<Located<{ readonly json: string }>> = {
  expected: 'a list or mapping of text, numbers, true and false',
  read(node, reading) {
    const json = jsonOf(node, reading)
    return json === undefined ? undefined : { value: { json }, span: nodeSpan(node) }
  },
}

function jsonOf(node: YamlNode, reading: Reading): string | undefined {
  if (node.kind === 'sequence') {
    const items = node.items.map(item => jsonOf(item, reading))
    return items.includes(undefined) ? undefined : `[${items.join(',')}]`
  }
  if (node.kind === 'mapping') {
    const members = node.entries.map(({ key, value }) => {
      const json = jsonOf(value, reading)
      return json === undefined ? undefined : `${JSON.stringify(key.text)}:${json}`
    })
    return members.includes(undefined) ? undefined : `{${members.join(',')}}`
  }
  const { value, text } = node
  if (typeof value !== 'number') return JSON.stringify(value)
  if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(text)) return text
  if (Number.isSafeInteger(value)) return String(value)
  reading.report(readReport['wrong-type'](nodeSpan(node), 'a number as JSON writes it', kindOf(node)))
  return undefined
}
