import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A file that belongs to the code itself, relative to `import.meta.url`. */
export const readPackageFile = (url: URL): Buffer => readFileSync(url)

export const hasPackageFile = (url: URL): boolean => existsSync(url)

/** The files in a folder of the code itself and in all folders below, as paths from it, sorted. */
export const listPackageFiles = (folder: URL): readonly string[] =>
  readdirSync(fileURLToPath(folder), { recursive: true, encoding: 'utf8' })
    .map(path => path.replaceAll('\\', '/'))
    .sort()

/** The names in a folder of the code itself, sorted. */
export const listPackageFolder = (folder: URL): readonly string[] => readdirSync(fileURLToPath(folder)).sort()
