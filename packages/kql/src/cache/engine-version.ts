import { createHash } from 'node:crypto'
import { hasPackageFile, listPackageFiles, readPackageFile } from '@tripline/files'
import { catalogueFile } from '@tripline/schemas'

/**
 * Changes with everything that decides what a query is compiled to and what is said about it: this package's code, the code
 * of the packages that it uses, the documented tables, and the versions of the parser and the database. Undefined where the code does not stand in files of its own.
 */
export function engineVersion(): string | undefined {
  // The npm package is bundled; what bundles it writes the digest of the result beside it.
  const bundled = new URL('engine-version', import.meta.url)
  if (hasPackageFile(bundled)) return readPackageFile(bundled).toString('utf8')
  try {
    const hash = createHash('sha256').update(readPackageFile(new URL('../../package.json', import.meta.url)))
    const others = ['@tripline/schemas', '@tripline/diagnostics'].map(name => new URL('.', import.meta.resolve(name)))
    for (const folder of [new URL('..', import.meta.url), ...others]) {
      for (const path of codeFiles(folder)) hash.update(path).update(readPackageFile(new URL(path, folder)))
    }
    hash.update(readPackageFile(catalogueFile))
    return hash.digest('hex').slice(0, 32)
  } catch {
    return undefined
  }
}

const codeFiles = (folder: URL): readonly string[] =>
  listPackageFiles(folder).filter(path => /(?<!\.d)\.[jt]s$/.test(path))
