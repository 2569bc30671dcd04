import type { Io } from '../io.ts'

/** The files that now are there. */
export const showFiles = (paths: readonly string[], { stdout }: Io): void =>
  stdout.write(paths.map(path => `${path}\n`).join(''))
