import { basename, extname } from 'node:path'
import { type Diagnosed, type SourceFile, startOf } from '@tripline/diagnostics'
import { isKql } from '@tripline/kql/compile'
import { isName, storedFunction } from './import-function.ts'
import { importReport } from './import-report.ts'
import type { Imported } from './imported.ts'

/** How the comments of a parser tell its users to name the function that they save it as. */
const namings = [
  /\balias,?\s+as\s+["']?(\w+)/i,
  /\bfunction\s+name(?:\s+and\s+alias)?\s+as\s+["']?(\w+)/i,
  /\bname\s+must\s+be\s+set\s+to\s+["']?(\w+)/i,
]

/**
 * A parser as a text of KQL, whose comments name the function, or whose file does. Any other text is nothing to import: it is
 * no function just because it is a query.
 */
export function importParserText(file: SourceFile): Diagnosed<readonly Imported[]> {
  const nothing = { diagnostics: [importReport['import-nothing'](startOf(file))] }
  const comments = commentsBefore(file.text)
  if (!saysFunction(comments, file.path) || !hasSteps(file.text) || !isKql(file.text)) return nothing
  const stem = basename(file.path, extname(file.path))
  const names = namings.map(naming => naming.exec(comments)?.[1]).filter(isName)
  const name = names.includes(stem) ? stem : (names[0] ?? stem)
  const start = startOf(file)
  if (!isName(name)) return { diagnostics: [importReport['import-function-name'](start, name)] }
  const said = name === stem ? [] : [importReport['import-named'](start, name)]
  const span = { file, start: 0, end: file.text.length }
  return { value: [storedFunction(span, { name, body: file.text })], diagnostics: said }
}

/** The lines of comments at the beginning. */
const commentsBefore = (text: string): string => /^(?:\s*\/\/[^\n]*\n?)*/.exec(text)?.[0] ?? ''

const saysFunction = (comments: string, path: string): boolean =>
  /\b(?:functions?|parsers?)\b/i.test(comments) || /(?:^|[\\/])(?:functions?|parsers?)[\\/]/i.test(path)

/** Whether a text does something, as licences and lists of words do not. */
const hasSteps = (text: string): boolean => /^\s*(?:\||let\b|union\b)/m.test(text)
