import { type Located, nearest } from '@tripline/diagnostics'
import type { YamlNode, YamlScalar } from './node.ts'
import { readReport } from './read-diagnostics.ts'
import { placeOf, type Reader } from './reader.ts'

/** How messages name what a node is. */
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

/** A scalar for which `convert` has a value; the value with its place. */
export function scalar<T extends {}>(
  expected: string,
  convert: (node: YamlScalar) => T | undefined,
): Reader<Located<T>> {
  return {
    expected,
    read(node, { report }) {
      const value = node.kind === 'scalar' ? convert(node) : undefined
      if (value !== undefined) return { value, span: placeOf(node) }
      report(readReport['wrong-type'](placeOf(node), expected, kindOf(node)))
      return undefined
    },
  }
}

const typed = <T extends {}>(expected: string, is: (value: unknown) => value is T) =>
  scalar(expected, ({ value }) => (is(value) ? value : undefined))

/** Text; a number or a boolean must be quoted to be text. */
export const text = typed('text', value => typeof value === 'string')

/** The text of any scalar, quoted or not, as it is written: `50126`, `true`, `abc`. */
export const anyText = scalar('text', ({ value, text }) => (value === null ? undefined : text))

export const boolean = typed('true or false', value => typeof value === 'boolean')

export const number = typed('a number', value => typeof value === 'number')

/** A whole number that a double holds exactly. */
export const wholeNumber = typed('a whole number', (value): value is number => Number.isSafeInteger(value))

/** Text that `parse` understands, such as a duration: `parsed('a duration such as 5m', parseDuration)`. */
export function parsed<T extends {}>(expected: string, parse: (text: string) => T | undefined): Reader<Located<T>> {
  return scalar(expected, ({ value, text }) => (value === null ? undefined : parse(text)))
}

/** One of some names, spelled exactly so. */
export function oneOf<const Name extends string>(names: readonly Name[]): Reader<Located<Name>> {
  const expected = `one of ${names.join(', ')}`
  return {
    expected,
    read(node, reading) {
      const written = scalar(expected, anyScalarText).read(node, reading)
      if (!written) return undefined
      const name = names.find(candidate => candidate === written.value)
      if (name !== undefined) return { ...written, value: name }
      reading.report(readReport['unknown-value'](written.span, written.value, names, nearest(written.value, names)))
      return undefined
    },
  }
}

const anyScalarText = ({ value, text }: YamlScalar) => (value === null ? undefined : text)

/** A scalar's text together with the place of each of its characters, for texts that have a grammar of their own. */
export const embeddedText: Reader<YamlScalar> = {
  expected: 'text',
  read(node, { report }) {
    if (node.kind === 'scalar' && typeof node.value === 'string') return node
    report(readReport['wrong-type'](placeOf(node), 'text', kindOf(node)))
    return undefined
  },
}
