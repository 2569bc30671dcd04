import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One golden case: a folder whose files say what goes in, what comes out, and where that is known from. */
export interface CaseFolder {
  /** Path below the folder of all cases, as in `operators/take/first-rows`. */
  readonly name: string
  readonly path: string
  /** Text of each file by its path within the case: `query.kql`, `tables/SigninLogs.jsonl`. */
  readonly files: ReadonlyMap<string, string>
}

/** The cases below a folder, by name: the topmost folders that have files. The folder must exist. */
export function caseFolders(root: string): readonly CaseFolder[] {
  return casesIn(root, '').sort((a, b) => (a.name < b.name ? -1 : 1))
}

function casesIn(root: string, name: string): CaseFolder[] {
  const path = join(root, name)
  const { files, folders } = contentOf(path)
  if (files.length > 0) return [{ name, path, files: new Map(textsIn(path, '')) }]
  return folders.flatMap(folder => casesIn(root, name ? `${name}/${folder}` : folder))
}

function textsIn(path: string, prefix: string): readonly (readonly [string, string])[] {
  const { files, folders } = contentOf(path)
  return [
    ...files.map(file => [`${prefix}${file}`, readFileSync(join(path, file), 'utf8')] as const),
    ...folders.flatMap(folder => textsIn(join(path, folder), `${prefix}${folder}/`)),
  ]
}

function contentOf(path: string): { readonly files: readonly string[]; readonly folders: readonly string[] } {
  const entries = readdirSync(path, { withFileTypes: true })
  const named = (isFolder: boolean) => entries.filter(entry => entry.isDirectory() === isFolder).map(({ name }) => name)
  return { files: named(false), folders: named(true) }
}
