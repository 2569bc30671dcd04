import { lookUp } from '@tripline/diagnostics'
import { type Evaluated, unknown } from './dialect.ts'

type ArmFunction = (args: readonly Evaluated[]) => Evaluated

const isText = (value: Evaluated | undefined): value is string => typeof value === 'string'
const isScalar = (value: Evaluated): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value)
/** Booleans as the resource manager writes them. */
const textOf = (value: string | number | boolean): string =>
  typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value)

/** More than any property of a rule; the product of a few texts may be more than fits into memory. */
const longest = 2_000_000

function joined(parts: readonly string[], sign: string): Evaluated {
  const length = parts.reduce((sum, part) => sum + part.length + sign.length, 0)
  return length > longest ? unknown : parts.join(sign)
}

/** The functions whose value depends on nothing but their arguments, by their names in lower case. */
const functions: Readonly<Record<string, ArmFunction>> = {
  concat: args => {
    if (args.every(isScalar)) return joined(args.map(textOf), '')
    return args.every(arg => Array.isArray(arg)) ? args.flat() : unknown
  },
  // A hole that says how to lay its value out, as {0:N}, is left to a deployment.
  format: ([pattern, ...args]) => {
    if (!isText(pattern) || !args.every(isScalar)) return unknown
    const holes = [...pattern.replaceAll('{{', '').matchAll(/\{([^}]*)/g)].map(([, hole]) => hole!)
    if (!holes.every(hole => /^\d+$/.test(hole) && Number(hole) < args.length)) return unknown
    const parts = pattern.split(/(\{\{|\}\}|\{\d+\})/)
    return joined(
      parts.map((part, at) =>
        at % 2 === 0 ? part : /\d/.test(part) ? textOf(args[Number(part.slice(1, -1))]!) : part[0]!,
      ),
      '',
    )
  },
  join: ([list, sign]) =>
    Array.isArray(list) && list.every(isScalar) && isText(sign) ? joined(list.map(textOf), sign) : unknown,
  replace: ([text, from, to]) =>
    isText(text) && isText(from) && isText(to) && from !== '' ? joined(text.split(from), to) : unknown,
  createarray: args => args,
  createobject: args => {
    const pairs = args.flatMap((key, at) =>
      at % 2 === 0 && isText(key) ? [[key, args[at + 1] ?? unknown] as const] : [],
    )
    return pairs.length * 2 === args.length ? Object.fromEntries(pairs) : unknown
  },
  tolower: ([text]) => (isText(text) ? text.toLowerCase() : unknown),
  toupper: ([text]) => (isText(text) ? text.toUpperCase() : unknown),
  true: () => true,
  false: () => false,
  null: () => null,
}

/** What a function is worth, by its name in lower case; others than these are unknown. */
export function callOf(name: string, args: readonly Evaluated[]): Evaluated {
  const call = lookUp(functions, name)
  return call ? call(args) : unknown
}
