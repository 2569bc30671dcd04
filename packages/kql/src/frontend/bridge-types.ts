import type { Type } from './bridge-classes.ts'

type Members = Readonly<Record<string, unknown>>

/** The part of the runtime that asks what a value is. */
export interface Tests {
  is(value: unknown, type: Type, ignoresTests?: boolean, allowsNull?: boolean): boolean
  isArray(value: unknown, type?: Type): boolean
  hasValue(value: unknown): boolean
  referenceEquals(a: unknown, b: unknown): boolean
  getHashCode(value: unknown, ...options: readonly unknown[]): number
  getProperty(value: Members | null | undefined, name: string): unknown
}

const isArray = Array.isArray

/** Answers by type and the class of a value. */
export function byType<Answer>(): (type: Type | undefined) => Map<unknown, Answer> {
  const all = new Map<Type | undefined, Map<unknown, Answer>>()
  return type => {
    const known = all.get(type)
    if (known) return known
    const made = new Map<unknown, Answer>()
    all.set(type, made)
    return made
  }
}

/** Whether a value is of a type depends on its class alone, unless the type has a test of its own. */
export function rememberTypes(bridge: Tests): void {
  const { is, isArray: isAnyArray, hasValue } = bridge
  const answersOf = byType<boolean>()
  bridge.is = (value, type, ignoresTests, allowsNull) => {
    if (value === null || value === undefined) return !!allowsNull
    if (typeof value !== 'object') return is(value, type, ignoresTests, allowsNull)
    const answers = answersOf(type)
    const known = answers.get(value.constructor)
    if (known !== undefined) return known
    const answer = is(value, type, ignoresTests, allowsNull)
    if (isOfClass(value) && !('$is' in type || '$literal' in type)) answers.set(value.constructor, answer)
    return answer
  }
  bridge.isArray = (value, type) => (!type && isArray(value)) || isAnyArray(value, type)
  bridge.hasValue = value =>
    value !== null && value !== undefined && ((!(value as Members).$boxed && !isArray(value)) || hasValue(value))
  bridge.referenceEquals = (a, b) => {
    if (a === b && !isArray(a)) return true
    return bridge.hasValue(a) ? a === b : !bridge.hasValue(b)
  }
  bridge.getProperty = (value, name) => value![name]
}

/** Text is hashed by its characters, other objects by a random number that they keep, unless their class hashes them. */
export function hashPlainly(bridge: Tests): void {
  const { getHashCode } = bridge
  bridge.getHashCode = (value, ...options) => {
    if (typeof value === 'string') return textHash(value)
    const kept = typeof value === 'object' && value !== null && !isArray(value) && keptHash(value)
    return kept || getHashCode(value, ...options)
  }
}

function textHash(text: string): number {
  let hash = 0
  for (let index = 0; index < text.length; index++) hash = (Math.imul(31, hash) + text.charCodeAt(index)) | 0
  return hash
}

interface Hashed {
  readonly $boxed?: boolean
  readonly $$hashCode?: number
  readonly getHashCode?: unknown
}

const keptHash = ({ $boxed, getHashCode, $$hashCode }: Hashed): number | undefined =>
  $boxed || getHashCode ? undefined : $$hashCode

/** Whether the class of a value says all about it: a boxed value has that of what is in it. */
export function isOfClass(value: object): boolean {
  return (value.constructor as Type).$kind !== undefined && !('$boxed' in value)
}
