import type { Diagnosed, SourceFile } from '@tripline/diagnostics'
import { importReport } from './import-report.ts'

const textOrComment = /"(?:[^"\\]|\\.)*"|\/\/[^\n\r]*|\/\*[\s\S]*?\*\//gs

/**
 * JSON as the tools of templates take it, made fit for the reader of YAML: comments and tabs are blanked, so that places
 * stay right. A text over several lines is refused, for YAML would fold it. Anything but JSON stays as it is.
 */
export function readableJson(file: SourceFile): Diagnosed<SourceFile> {
  if (!/^\ufeff?\s*(?:[[{]|\/[/*])/.test(file.text)) return { value: file, diagnostics: [] }
  // One is enough to say: where a quote is missing, all that follow are on the wrong side of one.
  const folded = [...file.text.matchAll(textOrComment)].find(([token]) => /^".*[\n\r]/s.test(token))
  if (folded) {
    const { index: start, 0: token } = folded
    return { diagnostics: [importReport['import-folded']({ file, start, end: start + token.length })] }
  }
  const text = file.text
    .replace(textOrComment, token => (token.startsWith('"') ? token : token.replace(/[^\n\r]/g, ' ')))
    .replaceAll('\t', ' ')
  return { value: { ...file, text }, diagnostics: [] }
}
