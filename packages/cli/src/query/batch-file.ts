import type { Diagnosed } from '@tripline/diagnostics'
import { type FilePath, inside, PathOutside, realPath } from '@tripline/files'
import { commandReport } from '../command-line/command-report.ts'

/** The file that a request names; it may lie anywhere in one folder and nowhere else. */
export type BatchFile = (path: string) => Diagnosed<FilePath>

/** Paths are from the current folder; whatever else is wrong with one is said where the file is read. */
export const batchFile =
  (root: string): BatchFile =>
  path => {
    const value = inside(root, path)
    try {
      realPath(value)
    } catch (error) {
      if (error instanceof PathOutside) return { diagnostics: [commandReport['batch-path-outside'](undefined, path)] }
    }
    return { value, diagnostics: [] }
  }
