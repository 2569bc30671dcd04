import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const packages = fileURLToPath(new URL('../../', import.meta.url))

/** A source file of the product. */
export interface SourceText {
  /** Path below `packages/`. */
  readonly path: string
  readonly home: string
  /** Without comments. */
  readonly code: string
  /** How many there are, comments included. */
  readonly lines: number
}

const withoutComments = (code: string): string => code.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')

export const sources: readonly SourceText[] = readdirSync(packages).flatMap(home =>
  ['src', 'bin'].flatMap(folder => textsIn(join(packages, home, folder), home)),
)

function textsIn(folder: string, home: string): SourceText[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.[jt]s$/.test(name))
    .map(name => join(folder, name))
    .map(path => {
      const text = readFileSync(path, 'utf8')
      const lines = text.trimEnd().split('\n').length
      return { path: relative(packages, path), home, code: withoutComments(text), lines }
    })
}

/** Modules that a source names: `from '…'`, `import '…'`, `import('…')`. */
export const importsOf = ({ code }: SourceText): readonly string[] =>
  Array.from(code.matchAll(/(?:\bfrom\s+|\bimport\s*\(?)'([\w@./:-]+)'/g), match => match[1]!)

/** Sources for which `offends` names something, as `path: what`. */
export const offences = (offends: (source: SourceText) => readonly string[]): readonly string[] =>
  sources.flatMap(source => offends(source).map(what => `${source.path}: ${what}`))
