import { neutralizeCommands } from './neutralize.ts'
import { Printable } from './printable.ts'

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/**
 * Lines as a block of a Markdown document. Markdown means nothing inside `<pre>`, nor are links, mentions or issues looked for
 * there, and nothing ends it but its own tag, which the text cannot hold.
 */
export const preformatted = (lines: Printable): Printable =>
  new Printable(`<pre>\n${neutralizeCommands(String(lines)).replace(/[&<>]/g, sign => entities[sign]!)}\n</pre>\n`)
