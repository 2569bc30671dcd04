import { createHash } from 'node:crypto'
import { hasPackageFile, listPackageFiles, readPackageFile } from '@tripline/files'
import { catalogueFile } from '@tripline/schemas'

/**
 * Changes with everything that affects compilation or analysis: the code of this package and of the packages it uses, the
 * documented tables, and the versions of the parser and the database. Undefined if the code is not in separate files.
 */
export function engineVersion(): string | undefined {
  // The npm package is bundled, and the bundler writes a digest of the result next to it.
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
