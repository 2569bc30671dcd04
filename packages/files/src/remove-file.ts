import { rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { FilePath } from './file-path.ts'
import { realPath } from './real-path.ts'

/** Removes a file, or a link without its target. */
export const removeFile = ({ path, root }: FilePath): void => rmSync(entryPath({ path, root }), { force: true })

/** Removes a folder and its contents, without following links. */
export const removeFolder = (folder: FilePath): void => rmSync(entryPath(folder), { recursive: true })

const entryPath = ({ path, root }: FilePath): string => join(realPath({ path: dirname(path), root }), basename(path))
