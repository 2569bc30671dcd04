import { existsSync, readdirSync } from 'node:fs'

const root = new URL('../../../../shared/', import.meta.url)

/**
 * A file or folder (with a trailing slash) of the reference data that may lie beside the checkout: a list of one, or of
 * none where it is missing, so that `describe.each` defines no suite over data that nobody has.
 */
export function referenceData(path: string): readonly URL[] {
  const url = new URL(path, root)
  return existsSync(url) ? [url] : []
}

/** The files below a folder whose names end so, in the order of their paths. */
export function filesBelow(folder: URL, ending: string): readonly URL[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith(ending))
    .sort()
    .map(path => new URL(path, folder))
}
