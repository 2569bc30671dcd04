import { hasPackageFile, listPackageFolder } from '@tripline/files'
import { codeVersion, digest } from '@tripline/kql/analysis'

let code: string | undefined

/**
 * Changes with everything of the product that affects the result of a test: all packages, and what runs them. The packages are
 * read once per process.
 */
export function productVersion(): string | undefined {
  code ??= codeVersion(packageFolders)
  return code && digest([code, process.versions, process.platform, process.arch]).slice(0, 32)
}

/** The folders of the workspace's code, sources or built, as this file is. */
function packageFolders(): readonly URL[] {
  const [, form] = /\/(src|dist)\/cache\/[^/]*$/.exec(import.meta.url)!
  const packages = new URL('../../../', import.meta.url)
  return listPackageFolder(packages)
    .map(name => new URL(`${name}/${form}/`, packages))
    .filter(hasPackageFile)
}
