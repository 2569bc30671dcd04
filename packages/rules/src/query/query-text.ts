/** String literals (verbatim, obfuscated and multi-line ones too) and comments. */
const opaque =
  /\/\/[^\n]*|[hH]?(?:@"(?:[^"]|"")*"|@'(?:[^']|'')*'|```[\s\S]*?```|~~~[\s\S]*?~~~|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/g

/** The query with literals and comments blanked out, so that offsets are unchanged. */
export const codeOf = (kql: string): string => kql.replace(opaque, text => text.replace(/[^\n]/g, ' '))
