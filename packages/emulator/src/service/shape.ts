import { isRecord, lookUp } from '@tripline/diagnostics'

/** What is wrong with a value at a path such as `properties.severity`; undefined if nothing. */
export type Shape = (value: unknown, path: string) => string | undefined

const invalid = (value: unknown, path: string): string =>
  `Invalid value for property '${path}': ${JSON.stringify(value)}`

const where =
  (isValid: (value: unknown) => boolean): Shape =>
  (value, path) =>
    isValid(value) ? undefined : invalid(value, path)

export const anything: Shape = () => undefined

export const flag: Shape = where(value => typeof value === 'boolean')

/** A text of so many characters. */
export const text = (shortest = 0, longest = Number.POSITIVE_INFINITY): Shape =>
  where(value => typeof value === 'string' && value.length >= shortest && value.length <= longest)

export const matching = (pattern: RegExp): Shape => where(value => typeof value === 'string' && pattern.test(value))

/** A whole number between the bounds, inclusive. */
export const whole = (low: number, high: number): Shape =>
  where(value => Number.isInteger(value) && (value as number) >= low && (value as number) <= high)

/** A time of ISO 8601 with its zone. */
export const instant: Shape = where(
  value =>
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT.+(Z|[+-]\d\d:\d\d)$/.test(value) &&
    !Number.isNaN(Date.parse(value)),
)

/** What only the service sets. */
export const readOnly: Shape = (_, path) =>
  `Read-only property '${path.slice(path.lastIndexOf('.') + 1)}' cannot be assigned`

/** One of the texts, in this case. */
export const oneOf = (...texts: readonly string[]): Shape =>
  where(value => typeof value === 'string' && texts.includes(value))

/** An array of so many elements. */
export const listOf =
  (element: Shape, fewest = 0, most = Number.POSITIVE_INFINITY): Shape =>
  (value, path) => {
    if (!Array.isArray(value)) return invalid(value, path)
    if (value.length < fewest || value.length > most) {
      return `The property '${path}' has ${value.length} elements; it takes ${fewest} to ${most}.`
    }
    return first(value.map((one, index) => element(one, `${path}[${index}]`)))
  }

/** An object with any names. */
export const mapOf =
  (member: Shape, most = Number.POSITIVE_INFINITY, name: RegExp = /^/): Shape =>
  (value, path) => {
    if (!isRecord(value)) return invalid(value, path)
    const members = Object.entries(value)
    if (members.length > most) return `The property '${path}' has ${members.length} members; it takes up to ${most}.`
    return first(members.map(([key, one]) => (name.test(key) ? member(one, `${path}.${key}`) : invalid(key, path))))
  }

/** An object with these members and no others; those whose name ends in `!` are required, and null stands for absent. */
export function object(members: Readonly<Record<string, Shape>>): Shape {
  const required = Object.keys(members).flatMap(name => (name.endsWith('!') ? [name.slice(0, -1)] : []))
  const shapes = Object.fromEntries(Object.entries(members).map(([name, shape]) => [name.replace(/!$/, ''), shape]))
  return (value, path) => {
    if (!isRecord(value)) return invalid(value, path)
    const at = (name: string) => (path === '' ? name : `${path}.${name}`)
    const unknown = Object.keys(value).find(name => !lookUp(shapes, name))
    if (unknown !== undefined) return `Could not find member '${unknown}'. Path '${at(unknown)}'.`
    const missing = required.find(name => value[name] === undefined || value[name] === null)
    if (missing !== undefined) return `Required property '${at(missing)}' is missing.`
    return first(Object.entries(value).map(([name, one]) => (one === null ? undefined : shapes[name]!(one, at(name)))))
  }
}

/** An object whose member of this name, a discriminator, says which of the shapes the rest has. */
export function oneKind(name: string, kinds: Readonly<Record<string, Readonly<Record<string, Shape>>>>): Shape {
  const shapes = Object.fromEntries(
    Object.entries(kinds).map(([kind, members]) => [kind, object({ [name]: anything, ...members })]),
  )
  return (value, path) => {
    if (!isRecord(value)) return invalid(value, path)
    const kind = value[name]
    const shape = typeof kind === 'string' ? lookUp(shapes, kind) : undefined
    return shape ? shape(value, path) : invalid(kind, `${path}.${name}`)
  }
}

/** Members that only the service sets; a caller may send them back, to no effect. */
export const ignored = (...names: readonly string[]): Readonly<Record<string, Shape>> =>
  Object.fromEntries(names.map(name => [name, anything]))

/** What ARM lets a caller send back of a resource besides its properties, and ignores. */
const envelope = ignored('id', 'name', 'type', 'systemData')

/** The body of a resource: its properties, and further members. */
export const resource = (properties: Shape, members: Readonly<Record<string, Shape>> = {}): Shape =>
  object({ ...envelope, ...members, 'properties!': properties })

/** The body of a PATCH, which may change nothing. */
export const patchOf = (properties: Shape, members: Readonly<Record<string, Shape>> = {}): Shape =>
  object({ ...envelope, ...members, properties })

const first = (faults: readonly (string | undefined)[]): string | undefined => faults.find(fault => fault !== undefined)
