import type { Type } from './bridge-classes.ts'

type Members = Readonly<Record<string, unknown>>

/** The part of the runtime that asks what a value is. */
export interface Tests {
  is(value: unknown, type: Type, ignoresTests?: boolean, allowsNull?: boolean): boolean
  isArray(value: unknown, type?: Type): boolean
  hasValue(value: unknown): boolean
  referenceEquals(a: unknown, b: unknown): boolean
  getHashCode(value: unknown, ...options: readonly unknown[]): number
  staticEquals(a: unknown, b: unknown): boolean
  getProperty(value: Members | null | undefined, name: string): unknown
}

const isArray = Array.isArray

/** Answers by type and the class of a value. */
export class ByType<Answer> extends Map<Type | undefined, Map<unknown, Answer>> {
  remember(type: Type | undefined, of: unknown, answer: Answer): void {
    this.set(type, (this.get(type) ?? new Map<unknown, Answer>()).set(of, answer))
  }
}

/** Whether a value is of a type depends on its class alone, unless the type has a test of its own. */
export function rememberTypes(bridge: Tests): void {
  const { is, isArray: isAnyArray, hasValue, staticEquals } = bridge
  const answers = new ByType<boolean>()
  bridge.is = (value, type, ignoresTests, allowsNull) => {
    if (value === null || value === undefined) return !!allowsNull
    if (typeof value !== 'object') return is(value, type, ignoresTests, allowsNull)
    const known = answers.get(type)?.get(value.constructor)
    if (known !== undefined) return known
    const answer = is(value, type, ignoresTests, allowsNull)
    // Whether an array has an interface does not depend on its elements.
    if (isArray(value) ? type.$isInterface : isOfClass(value) && !('$is' in type || '$literal' in type))
      answers.remember(type, value.constructor, answer)
    return answer
  }
  bridge.isArray = (value, type) => (!type && isArray(value)) || isAnyArray(value, type)
  bridge.hasValue = value =>
    value !== null && value !== undefined && ((!(value as Members).$boxed && !isArray(value)) || hasValue(value))
  bridge.referenceEquals = (a, b) => {
    if (a === b && !isArray(a)) return true
    return bridge.hasValue(a) ? a === b : !bridge.hasValue(b)
  }
  // The parser asks this about functions that may be missing.
  bridge.staticEquals = (a, b) => {
    const isMissing = a === null || a === undefined
    return b === null && (isMissing || typeof a === 'function') ? isMissing : staticEquals(a, b)
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
