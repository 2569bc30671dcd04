/** A pair that starts with a backslash, so that an escaped one is no start of the next. */
const escapes = /\\(?:u([0-9a-f]{4})|.)/g

/** JSON with its control characters as the database writes them, `\u001F`: the texts of equal dynamics are equal. */
export const databaseEscapes = (json: string): string =>
  json.includes('\\u00')
    ? json.replace(escapes, (pair, code: string | undefined) => (code ? `\\u${code.toUpperCase()}` : pair))
    : json

/** A text as JSON. */
export const jsonString = (text: string): string => databaseEscapes(JSON.stringify(text))
