/** String literals (verbatim, obfuscated and multi-line ones too) and comments. */
const opaque =
  /\/\/[^\n]*|[hH]?(?:@"(?:[^"]|"")*"|@'(?:[^']|'')*'|```[\s\S]*?```|~~~[\s\S]*?~~~|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/g

/** The query with its literals and comments blanked out: every offset still fits. */
export const codeOf = (kql: string): string => kql.replace(opaque, text => text.replace(/[^\n]/g, ' '))
