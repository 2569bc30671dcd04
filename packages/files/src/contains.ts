import { isAbsolute, relative, sep } from 'node:path'

/** Whether `path` is `folder` or below it, judging by spelling alone. */
export function contains(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}
