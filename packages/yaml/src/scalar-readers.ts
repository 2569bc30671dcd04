import { type Located, nearest } from '@tripline/diagnostics'
import type { YamlNode, YamlScalar } from './node.ts'
import { readReport } from './read-report.ts'
import type { JsonSchema } from './reader.ts'
import { nodeSpan, type Reader } from './reader.ts'

/** The kind of a node, as messages name it. */
export function kindOf(node: YamlNode): string {
  if (node.kind === 'sequence') return 'a list'
  if (node.kind === 'mapping') return 'a mapping'
  if (node.value === null) return 'nothing'
  return typeof node.value === 'string' ? shown(node.text) : `the ${typeof node.value} ${node.text}`
}

/** A text short enough for a message. */
function shown(text: string): string {
  const line = text.split('\n', 1)[0]!
  return `the text ${line.length > 40 || line.length < text.trimEnd().length ? `${line.slice(0, 40)}…` : line || "''"}`
}

type Read<T> = (node: YamlScalar) => T | undefined

/** A scalar for which `convert` has a value; the value with its span. */
export function scalar<T extends {}>(expected: string, convert: Read<T>, schema: JsonSchema): Reader<Located<T>> {
  return {
    expected,
    read(node, { report }) {
      const value = node.kind === 'scalar' ? convert(node) : undefined
      if (value !== undefined) return { value, span: nodeSpan(node) }
      report(readReport['wrong-type'](nodeSpan(node), expected, kindOf(node)))
      return undefined
    },
    schema: () => schema,
  }
}

const typed = <T extends {}>(expected: string, is: (value: unknown) => value is T, type: string) =>
  scalar(expected, ({ value }) => (is(value) ? value : undefined), { type })

const written: Read<string> = ({ value, text }) => (value === null ? undefined : text)

/** Text; a number or a boolean must be quoted to be text. */
export const text = typed('text', value => typeof value === 'string', 'string')

/** The text of any scalar, quoted or not, as it is written: `50126`, `true`, `abc`. */
export const anyText = scalar('text', written, { type: ['string', 'number', 'boolean'] })

export const boolean = typed('true or false', value => typeof value === 'boolean', 'boolean')

export const number = typed('a number', value => typeof value === 'number', 'number')

/** A whole number that a double holds exactly. */
export const wholeNumber = typed('a whole number', (value): value is number => Number.isSafeInteger(value), 'integer')

/** Text that `parse` understands, such as a duration: `parsed('a duration such as 5m', parseDuration)`. */
export function parsed<T extends {}>(expected: string, parse: (text: string) => T | undefined): Reader<Located<T>> {
  const convert: Read<T> = ({ value, text }) => (value === null ? undefined : parse(text))
  return scalar(expected, convert, { type: ['string', 'number'], description: expected })
}

/** One of some names, spelled exactly. */
export function oneOf<const Name extends string>(names: readonly Name[]): Reader<Located<Name>> {
  const name = scalar(`one of ${names.join(', ')}`, written, { enum: names })
  return {
    ...name,
    read(node, reading) {
      const found = name.read(node, reading)
      if (!found) return undefined
      const value = names.find(candidate => candidate === found.value)
      if (value !== undefined) return { value, span: found.span }
      reading.report(readReport['unknown-value'](found.span, found.value, names, nearest(found.value, names)))
      return undefined
    },
  }
}

/** A scalar's text together with the offset of each of its characters, for text with its own grammar. */
export const embeddedText: Reader<YamlScalar> = {
  expected: 'text',
  read(node, { report }) {
    if (node.kind === 'scalar' && typeof node.value === 'string') return node
    report(readReport['wrong-type'](nodeSpan(node), 'text', kindOf(node)))
    return undefined
  },
  schema: () => ({ type: 'string' }),
}
