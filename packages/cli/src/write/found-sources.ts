import { extname } from 'node:path'
import type { Diagnosed, Diagnostic, SourceFile } from '@tripline/diagnostics'
import { below, type FilePath, isFolder, listFolder, named } from '@tripline/files'
import { readSource, refusedPath } from '@tripline/project'

/** A file to import from; found in a folder, it may well hold nothing. */
export interface FoundSource {
  readonly file: SourceFile
  readonly isNamed: boolean
}

export interface FoundSources {
  readonly sources: readonly FoundSource[]
  readonly diagnostics: readonly Diagnostic[]
}

/** The endings of files that may hold content of Sentinel. */
const endings = /^(?:\.(?:json|tf|ya?ml|kql|kusto|csl|md|txt))?$/i

/** A word that any content in JSON or YAML has. */
const mark = /quer(?:y|ies)|"columns"|alertRuleTemplateName|alert_rule|\bcolumns:|streamDeclarations|"Properties"/i

/** The files that paths name, and those in folders that they name, which may hold content. */
export async function findSources(paths: readonly string[]): Promise<FoundSources> {
  const listed = paths.map(filesAt)
  const files = listed.flatMap(({ value = [] }) => value)
  const read = await Promise.all(files.map(async ({ file, isNamed }) => ({ ...(await readSource(file)), isNamed })))
  const sources = read.flatMap(({ value: file, isNamed }) =>
    file && (isNamed || isPlausible(file)) ? [{ file, isNamed }] : [],
  )
  return { sources, diagnostics: [...listed, ...read].flatMap(({ diagnostics }) => diagnostics) }
}

const isPlausible = ({ path, text }: SourceFile): boolean =>
  !/^\.(?:json|ya?ml)$/i.test(extname(path)) || mark.test(text)

function filesAt(path: string): Diagnosed<readonly { readonly file: FilePath; readonly isNamed: boolean }[]> {
  const one = named(path)
  try {
    const value = isFolder(one) ? filesIn(one).map(file => ({ file, isNamed: false })) : [{ file: one, isNamed: true }]
    return { value, diagnostics: [] }
  } catch (error) {
    return { diagnostics: [refusedPath(one, error)] }
  }
}

const filesIn = (folder: FilePath): readonly FilePath[] =>
  listFolder(folder)
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name, kind }) => {
      if (kind === 'folder') return filesIn(below(folder, name))
      return kind === 'file' && endings.test(extname(name)) ? [below(folder, name)] : []
    })
