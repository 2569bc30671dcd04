/** Names that every JavaScript object has, and none of which a project knows. */
export const inherited: readonly string[] = Object.getOwnPropertyNames(Object.prototype)

/** A name of the same form that no object has: Kusto reserves those in double underscores. */
export const unheardOf = (name: string): string => (name.startsWith('__') ? '__unheardOf__' : 'unheardOf')

/** All names to ask about, plain ones first. */
export const names: readonly string[] = ['unheardOf', '__unheardOf__', ...inherited]

/** An object with one member of its own; a literal would take `__proto__` for its prototype. */
export const member = (name: string, value: unknown): object => Object.fromEntries([[name, value]])

/** A text without a name, what is as wide as the name is, and other names that resemble it. */
export const nameless = (text: string, name: string): string =>
  text
    .replaceAll(name, 'NAME')
    .replaceAll(/ *fix: did you mean .*\n|[;.]? ?[Dd]id you mean [^?]*\?/g, '')
    .replaceAll(/\b[0-9a-f]{64}\b|\d+|[ ^─]+/g, ' ')
