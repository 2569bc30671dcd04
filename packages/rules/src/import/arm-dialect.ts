import type { YamlMapping, YamlNode } from '@tripline/yaml'
import { type ArmExpression, parseArmExpression } from './arm-expression.ts'
import { callOf } from './arm-functions.ts'
import { type Dialect, type Evaluated, entryOf, evaluate, sizeOf, unknown } from './dialect.ts'

/** Values of a template's parameters or variables by their names in lower case. */
type Named = ReadonlyMap<string, () => Evaluated>

/**
 * What one text may cost. Templates are untrusted, and a few variables that refer to each other may need more than any
 * machine has. `size`: characters, items and steps; `names`: parameters and variables inside each other; `depth`: calls.
 */
const most = { size: 2_000_000, names: 20, depth: 200 }

/** The dialect of a template whose parameters are given, or have their defaults; the others are unknown. */
export function armDialect(template: YamlMapping, given: Named = new Map()): Dialect {
  let { size, names, depth } = most
  const defaults = entriesOf(entryOf(template, 'parameters')).flatMap(({ key, value }) => {
    const node = entryOf(value, 'defaultValue')
    return node ? [[key.text.toLowerCase(), () => evaluate(node, dialect)] as const] : []
  })
  const variables = entriesOf(entryOf(template, 'variables')).map(
    ({ key, value }) => [key.text.toLowerCase(), () => evaluate(value, dialect)] as const,
  )
  const named: ReadonlyMap<string, Named> = new Map([
    ['parameters', new Map([...defaults, ...given])],
    ['variables', new Map(variables)],
  ])

  function namedValue(values: Named, name: Evaluated | undefined): Evaluated {
    const read = typeof name === 'string' ? values.get(name.toLowerCase()) : undefined
    if (!read || names === 0) return unknown
    names -= 1
    const value = read()
    names += 1
    return value
  }

  /** `gap`: what stands for an unknown argument of the functions that join texts. */
  function run(expression: ArmExpression, gap: Evaluated): Evaluated {
    if (depth === 0 || size < 0) return unknown
    depth -= 1
    const value = step(expression, gap)
    depth += 1
    size -= sizeOf(value)
    return size < 0 ? unknown : value
  }

  function step(expression: ArmExpression, gap: Evaluated): Evaluated {
    if (expression.kind === 'literal') return expression.value
    if (expression.kind === 'member') return memberOf(run(expression.owner, gap), run(expression.key, gap))
    const name = expression.name.toLowerCase()
    const args = expression.args.map(arg => run(arg, gap))
    const values = named.get(name)
    if (values) return namedValue(values, args[0])
    const joins = name === 'concat' || name === 'format'
    return callOf(name, joins ? args.map(arg => (arg === unknown ? gap : arg)) : args)
  }

  /** Only a text in brackets is an expression; a doubled first bracket makes it a text again. */
  function read(text: string, gap: Evaluated): Evaluated {
    size = (names === most.names ? most.size : size) - text.length
    if (size < 0) return unknown
    if (!text.startsWith('[') || !text.endsWith(']')) return text
    if (text.startsWith('[[')) return text.slice(1)
    const expression = parseArmExpression(text.slice(1, -1))
    return expression ? run(expression, gap) : unknown
  }

  const dialect: Dialect = {
    valueOf: text => read(text, unknown),
    nameOf: text => {
      const name = read(text, '')
      return typeof name === 'string' ? name : ''
    },
  }
  return dialect
}

function memberOf(owner: Evaluated, key: Evaluated): Evaluated {
  if (Array.isArray(owner) && typeof key === 'number') return owner[key] ?? unknown
  if (owner === null || typeof owner !== 'object' || Array.isArray(owner) || typeof key !== 'string') return unknown
  return Object.entries(owner).find(([own]) => own.toLowerCase() === key.toLowerCase())?.[1] ?? unknown
}

const entriesOf = (node: YamlNode | undefined): YamlMapping['entries'] => (node?.kind === 'mapping' ? node.entries : [])

/** The parameters that a deployment hands to a template inside of it, in the words of the template around it. */
export const givenTo = (parameters: YamlNode | undefined, dialect: Dialect): Named =>
  new Map(
    entriesOf(parameters).map(({ key, value }) => {
      const given = entryOf(value, 'value')
      return [key.text.toLowerCase(), once(() => (given ? evaluate(given, dialect) : unknown))]
    }),
  )

/** Each template has a budget of its own, so templates inside each other must not read a value each time anew. */
function once(read: () => Evaluated): () => Evaluated {
  let known: { readonly value: Evaluated } | undefined
  return () => {
    known ??= { value: read() }
    return known.value
  }
}
