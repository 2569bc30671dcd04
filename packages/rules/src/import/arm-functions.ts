import { type Evaluated, unknown } from './dialect.ts'

type ArmFunction = (args: readonly Evaluated[]) => Evaluated

const isText = (value: Evaluated | undefined): value is string => typeof value === 'string'
const isScalar = (value: Evaluated): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value)
/** Booleans as the resource manager writes them. */
const textOf = (value: string | number | boolean): string =>
  typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value)

/** The functions whose value depends on nothing but their arguments, by their names in lower case. */
const functions: Readonly<Record<string, ArmFunction>> = {
  concat: args => {
    if (args.every(isScalar)) return args.map(textOf).join('')
    return args.every(arg => Array.isArray(arg)) ? args.flat() : unknown
  },
  // A hole that says how to lay its value out, as {0:N}, is left to a deployment.
  format: ([pattern, ...args]) => {
    if (!isText(pattern) || !args.every(isScalar)) return unknown
    const holes = [...pattern.replaceAll('{{', '').matchAll(/\{([^}]*)/g)].map(([, hole]) => hole!)
    if (!holes.every(hole => /^\d+$/.test(hole) && Number(hole) < args.length)) return unknown
    return pattern.replace(/\{\{|\}\}|\{(\d+)\}/g, (sign, at) => (at === undefined ? sign[0]! : textOf(args[at]!)))
  },
  join: ([list, sign]) =>
    Array.isArray(list) && list.every(isScalar) && isText(sign) ? list.map(textOf).join(sign) : unknown,
  replace: ([text, from, to]) =>
    isText(text) && isText(from) && isText(to) && from !== '' ? text.replaceAll(from, () => to) : unknown,
  createarray: args => args,
  createobject: args =>
    Object.fromEntries(
      args.flatMap((key, at) => (at % 2 === 0 && isText(key) ? [[key, args[at + 1] ?? unknown] as const] : [])),
    ),
  tolower: ([text]) => (isText(text) ? text.toLowerCase() : unknown),
  toupper: ([text]) => (isText(text) ? text.toUpperCase() : unknown),
  true: () => true,
  false: () => false,
  null: () => null,
}

/** What a function is worth, by its name in lower case; others than these are unknown. */
export const callOf = (name: string, args: readonly Evaluated[]): Evaluated =>
  Object.hasOwn(functions, name) ? functions[name]!(args) : unknown
