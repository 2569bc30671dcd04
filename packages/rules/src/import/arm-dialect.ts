import type { YamlMapping, YamlNode } from '@tripline/yaml'
import { type ArmExpression, parseArmExpression } from './arm-expression.ts'
import { callOf } from './arm-functions.ts'
import { type Dialect, type Evaluated, entryOf, evaluate, unknown } from './dialect.ts'

/** Values of a template's parameters or variables by their names in lower case. */
type Named = ReadonlyMap<string, () => Evaluated>

/** How many characters one text may be made of, so that variables which multiply each other end. */
const characters = 2_000_000
/** How many parameters and variables may stand on each other, and how many steps of expressions. */
const deepest = { names: 20, steps: 200 }

/** The dialect of a template whose parameters are given, or have their defaults; the others are unknown. */
export function armDialect(template: YamlMapping, given: Named = new Map()): Dialect {
  let left = characters
  let steps = 0
  const active = new Set<YamlNode>()
  const lazily = (node: YamlNode): Evaluated => {
    if (active.has(node) || active.size === deepest.names) return unknown
    active.add(node)
    const value = evaluate(node, dialect)
    active.delete(node)
    return value
  }
  const defaults = entriesOf(entryOf(template, 'parameters')).flatMap(({ key, value }) => {
    const node = entryOf(value, 'defaultValue')
    return node ? [[key.text.toLowerCase(), () => lazily(node)] as const] : []
  })
  const variables = entriesOf(entryOf(template, 'variables')).map(
    ({ key, value }) => [key.text.toLowerCase(), () => lazily(value)] as const,
  )
  const named: ReadonlyMap<string, Named> = new Map([
    ['parameters', new Map([...defaults, ...given])],
    ['variables', new Map(variables)],
  ])

  /** `gap`: what stands for an unknown argument of the functions that join texts. */
  function run(expression: ArmExpression, gap: Evaluated): Evaluated {
    if (steps === deepest.steps) return unknown
    steps += 1
    const value = step(expression, gap)
    steps -= 1
    return value
  }

  function step(expression: ArmExpression, gap: Evaluated): Evaluated {
    if (expression.kind === 'literal') return expression.value
    if (expression.kind === 'member') return memberOf(run(expression.owner, gap), run(expression.key, gap))
    const name = expression.name.toLowerCase()
    const args = expression.args.map(arg => run(arg, gap))
    const values = named.get(name)
    if (values) return values.get(String(args[0]).toLowerCase())?.() ?? unknown
    const joins = name === 'concat' || name === 'format'
    return callOf(name, joins ? args.map(arg => (arg === unknown ? gap : arg)) : args)
  }

  /** Only a text in brackets is an expression; a doubled first bracket makes it a text again. */
  function read(text: string, gap: Evaluated): Evaluated {
    left = (active.size === 0 ? characters : left) - text.length - 1
    if (left < 0) return unknown
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
  if (owner === null || typeof owner !== 'object' || Array.isArray(owner)) return unknown
  const name = String(key).toLowerCase()
  return Object.entries(owner).find(([own]) => own.toLowerCase() === name)?.[1] ?? unknown
}

const entriesOf = (node: YamlNode | undefined): YamlMapping['entries'] => (node?.kind === 'mapping' ? node.entries : [])

/** The parameters that a deployment hands to a template inside of it, in the words of the template around it. */
export const givenTo = (parameters: YamlNode | undefined, dialect: Dialect): Named =>
  new Map(
    entriesOf(parameters).map(({ key, value }) => {
      const given = entryOf(value, 'value')
      return [key.text.toLowerCase(), () => (given ? evaluate(given, dialect) : unknown)]
    }),
  )
