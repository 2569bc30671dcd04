import { readPackageFile } from '@tripline/files'

/** The version of this package. */
export const version = (): string =>
  JSON.parse(readPackageFile(new URL(import.meta.resolve('#manifest'))).toString('utf8')).version
