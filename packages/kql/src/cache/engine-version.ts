import { createHash } from 'node:crypto'
import { hasPackageFile, listPackageFiles, readPackageFile } from '@tripline/files'
import { asimFile, catalogueFile, huntingFile } from '@tripline/schemas'

/** This package and those that affect compilation or analysis. */
const compiler = (): readonly URL[] => [
  new URL('..', import.meta.url),
  ...['@tripline/schemas', '@tripline/diagnostics'].map(name => new URL('.', import.meta.resolve(name))),
]

let ofThisProcess: string | undefined

/**
 * Changes with everything that affects compilation or analysis. Undefined if the code is not in separate files. The code of a
 * process does not change while it runs, so it is read once.
 */
export const engineVersion = (): string | undefined => (ofThisProcess ??= codeVersion(compiler))

/**
 * Changes with the code of packages, given by the folders of their code, the documented tables, and the versions of the
 * libraries that the packages use. Undefined if the code is not in separate files.
 */
export function codeVersion(folders: () => readonly URL[]): string | undefined {
  // The npm package is bundled, and the bundler writes a digest of the whole package next to it.
  const bundled = new URL('engine-version', import.meta.url)
  if (hasPackageFile(bundled)) return readPackageFile(bundled).toString('utf8')
  try {
    const hash = createHash('sha256')
    for (const folder of folders()) {
      hash.update(readPackageFile(new URL('../package.json', folder)))
      for (const path of codeFiles(folder)) hash.update(path).update(readPackageFile(new URL(path, folder)))
    }
    for (const data of [catalogueFile, huntingFile, asimFile]) hash.update(readPackageFile(data))
    return hash.digest('hex').slice(0, 32)
  } catch {
    return undefined
  }
}

const codeFiles = (folder: URL): readonly string[] =>
  listPackageFiles(folder).filter(path => /(?<!\.d)\.[jt]s$/.test(path))
