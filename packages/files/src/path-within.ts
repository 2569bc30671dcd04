import { isAbsolute, relative, sep } from 'node:path'

/** The path from a folder to itself or to something below it, judging by spelling alone; undefined if it leads outside. */
export function pathWithin(folder: string, path: string): string | undefined {
  const way = relative(folder, path)
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way) ? undefined : way
}
