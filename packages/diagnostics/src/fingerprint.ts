import { createHash } from 'node:crypto'
import type { Diagnostic } from './diagnostic.ts'
import { lineAt, positionAt, type Span } from './source.ts'

type Located = Pick<Diagnostic, 'id'> & { readonly span: Span }

/**
 * A fingerprint per diagnostic, by which code scanning knows it again: a hash of its id and of the line it begins on without
 * white space, and its number among equal ones of the file. Lines may move, and so may files.
 */
export function fingerprints(diagnostics: readonly Located[]): readonly string[] {
  const seen = new Map<string, number>()
  return diagnostics.map(({ id, span: { file, start } }) => {
    const line = lineAt(file, positionAt(file, start).line).replace(/\s+/g, '')
    const hash = createHash('sha256')
      .update(JSON.stringify([id, line]))
      .digest('hex')
      .slice(0, 16)
    const key = `${hash} ${file.path}`
    const number = (seen.get(key) ?? 0) + 1
    seen.set(key, number)
    return `${hash}:${number}`
  })
}
