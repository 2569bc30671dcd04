import type { Diagnostic } from './diagnostic.ts'
import type { SourceFile } from './source.ts'

/** The diagnostics with their files renamed. */
export function withPaths(diagnostics: readonly Diagnostic[], rename: (path: string) => string): readonly Diagnostic[] {
  const renamed = new Map<SourceFile, SourceFile>()
  const fileOf = (file: SourceFile): SourceFile => {
    const known = renamed.get(file) ?? { ...file, path: rename(file.path) }
    renamed.set(file, known)
    return known
  }
  return diagnostics.map(({ span, ...rest }) => (span ? { ...rest, span: { ...span, file: fileOf(span.file) } } : rest))
}
