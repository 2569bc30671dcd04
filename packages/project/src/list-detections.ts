import { join } from 'node:path'
import type { Diagnosed } from '@tripline/diagnostics'
import { below, type FilePath, type FolderEntry, isFolder, listFolder } from '@tripline/files'
import { projectFileName } from './find-project.ts'
import { refusedPath } from './refused-path.ts'

/** Rule files, test files and files of the logs that tests share, each sorted by path. */
export interface DetectionFiles {
  readonly rules: readonly FilePath[]
  readonly tests: readonly FilePath[]
  readonly logs: readonly FilePath[]
}

/** Custom detections in JSON, as Microsoft Graph has them, are told from recorded logs by their name. */
const isDetection = (path: string) => /\.ya?ml$|\.detection\.json$/.test(path)
const isVisible = ({ name }: FolderEntry) => !name.startsWith('.') && name !== 'node_modules'

/** Whether a file is one of tests, by its name. */
export const isTestFile = ({ path }: Pick<FilePath, 'path'>): boolean => /\.test\.ya?ml$/.test(path)

/** Whether a file has logs that tests share, by its name. */
export const isLogsFile = ({ path }: Pick<FilePath, 'path'>): boolean => /\.logs\.ya?ml$/.test(path)

const isRuleFile = (file: FilePath): boolean => !isTestFile(file) && !isLogsFile(file)

/**
 * The rule files (`*.yaml`, `*.yml`, `*.detection.json`), test files (`*.test.yaml`, `*.test.yml`) and files of shared logs (`*.logs.yaml`,
 * `*.logs.yml`) that the given files and folders hold, each once. Folders are searched to any depth except `node_modules`, names that begin with a dot, and links,
 * which could lead anywhere. A file that is named itself is always taken.
 */
export async function listDetections(paths: readonly FilePath[]): Promise<Diagnosed<DetectionFiles>> {
  const found = paths.map(listOne)
  const byPath = new Map(found.flatMap(({ value = [] }) => value.map(file => [file.path, file] as const)))
  const files = [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
  return {
    value: { rules: files.filter(isRuleFile), tests: files.filter(isTestFile), logs: files.filter(isLogsFile) },
    diagnostics: found.flatMap(({ diagnostics }) => diagnostics),
  }
}

function listOne(file: FilePath): Diagnosed<readonly FilePath[]> {
  const { path, root } = file
  try {
    return { value: isFolder(file) ? detectionsIn(file) : [{ path: join(path), root }], diagnostics: [] }
  } catch (error) {
    return { diagnostics: [refusedPath(file, error)] }
  }
}

const detectionsIn = (folder: FilePath): readonly FilePath[] =>
  listFolder(folder)
    .filter(isVisible)
    .flatMap(({ name, kind }) => {
      if (kind === 'folder') return detectionsIn(below(folder, name))
      return kind === 'file' && isDetection(name) && name !== projectFileName ? [below(folder, name)] : []
    })
