/** A pair that starts with a backslash, so that an escaped backslash does not start the next pair. */
const escapes = /\\(?:u([0-9a-f]{4})|.)/g

/** JSON with control characters escaped as the database writes them, `\u001F`, so that equal dynamics have equal texts. */
export const databaseEscapes = (json: string): string =>
  json.includes('\\u00')
    ? json.replace(escapes, (pair, code: string | undefined) => (code ? `\\u${code.toUpperCase()}` : pair))
    : json

/** A text as JSON. */
export const jsonString = (text: string): string => databaseEscapes(JSON.stringify(text))
