import { rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { FilePath } from './file-path.ts'
import { realPath } from './real-path.ts'

/** Removes a file, or a link but not what it leads to. */
export const removeFile = ({ path, root }: FilePath): void => rmSync(entryPath({ path, root }), { force: true })

/** Removes a folder and all that it holds; what links in it lead to stays. */
export const removeFolder = (folder: FilePath): void => rmSync(entryPath(folder), { recursive: true })

const entryPath = ({ path, root }: FilePath): string => join(realPath({ path: dirname(path), root }), basename(path))
