import type { Diagnostic } from './diagnostic.ts'

/** Diagnostics as they are shown: by path, then by offset; those without a span come last. */
export function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted(({ span: a }, { span: b }) => {
    if (!a || !b) return Number(!a) - Number(!b)
    if (a.file.path !== b.file.path) return a.file.path < b.file.path ? -1 : 1
    return a.start - b.start || a.end - b.end
  })
}
