import { basename, extname } from 'node:path'
import { type Diagnosed, type Diagnostic, positionAt, type Span } from '@tripline/diagnostics'
import { writeYaml } from '@tripline/yaml'
import { importReport } from './import-report.ts'
import type { Imported } from './imported.ts'

/** A file made from something else. */
export interface ImportedFile {
  readonly kind: Imported['kind']
  /** Without a folder: `failed-sign-ins.yaml`. */
  readonly path: string
  readonly text: string
}

/** Where a project has its files by default. */
export const importFolders = {
  rule: 'detections',
  function: 'functions',
  table: 'schemas',
  'automation rule': 'automation',
} as const satisfies Readonly<Record<ImportedFile['kind'], string>>

/** A file name of a rule's name. */
export const stemOf = (name: string): string =>
  (name.toLowerCase().match(/[a-z0-9]+/g) ?? ['rule']).join('-').slice(0, 80)

/**
 * A file for each that was imported, with a name of its own. What was found twice, as in a repository that has its content
 * also as templates, is imported once: from the file that is called like it, or else the first. A difference is reported.
 */
export function nameFiles(imported: readonly Imported[]): Diagnosed<readonly ImportedFile[]> {
  const first = new Map<string, Imported>()
  const diagnostics: Diagnostic[] = []
  const paths = new Set<string>()
  const byPreference = imported.toSorted((a, b) => Number(isCalledLikeIt(b)) - Number(isCalledLikeIt(a)))
  const functions = new Set(imported.flatMap(({ kind, key }) => (kind === 'function' ? [key] : [])))
  const value = byPreference.flatMap((one): ImportedFile[] => {
    if (one.kind === 'table' && functions.has(one.key)) {
      diagnostics.push(importReport['import-stand-in'](startIn(one), one.key))
      return []
    }
    const other = first.get(`${one.kind} ${one.key}`)
    if (other) {
      if (contentOf(other) !== contentOf(one)) diagnostics.push(twice(one, other))
      return []
    }
    first.set(`${one.kind} ${one.key}`, one)
    const { builtIn, ...rest } = one.document
    const owner = typeof builtIn === 'string' ? first.get(`built-in ${builtIn}`) : undefined
    if (owner) diagnostics.push(importReport['import-built-in-twice'](startIn(one), String(builtIn), owner.key))
    else if (typeof builtIn === 'string') first.set(`built-in ${builtIn}`, one)
    const text = one.text ?? writeYaml(owner ? rest : one.document)
    return [{ kind: one.kind, path: pathOf(one, paths), text }]
  })
  return { value, diagnostics }
}

const isCalledLikeIt = ({ key, span }: Imported): boolean => {
  const { path } = span.file
  return basename(path, extname(path)) === key
}

const startIn = ({ span }: Imported): Span => ({ ...span, end: span.start })

function twice(one: Imported, { span: { file, start } }: Imported): Diagnostic {
  const { line } = positionAt(file, start)
  return importReport['import-twice'](startIn(one), one.kind, one.key, `${file.path}:${line}`)
}

/** What is imported, without its layout. */
const contentOf = ({ document }: Imported): string =>
  JSON.stringify(document, (key, value) =>
    key === 'description' ? undefined : typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : value,
  )

/** Paths differ in more than case, because not every file system tells them apart otherwise. */
function pathOf({ kind, stem }: Imported, taken: Set<string>): string {
  const pathWith = (suffix: string) => `${stem}${suffix}.yaml`
  let path = pathWith('')
  for (let count = 2; taken.has(`${kind} ${path.toLowerCase()}`); count++) path = pathWith(`-${count}`)
  taken.add(`${kind} ${path.toLowerCase()}`)
  return path
}
