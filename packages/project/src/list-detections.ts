import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type Diagnosed, startOf } from '@tripline/diagnostics'
import { projectFileName } from './find-project.ts'
import { projectReport } from './project-report.ts'
import { reasonOf } from './read-source.ts'

/** Rule files and test files, each sorted by path. */
export interface DetectionFiles {
  readonly rules: readonly string[]
  readonly tests: readonly string[]
}

const isYaml = (path: string) => /\.ya?ml$/.test(path)
const isTest = (path: string) => /\.test\.ya?ml$/.test(path)
const isVisible = (name: string) => !name.startsWith('.') && name !== 'node_modules'

/**
 * The rule files (`*.yaml`, `*.yml`) and test files (`*.test.yaml`, `*.test.yml`) that the given files and folders
 * hold, each once. Folders are searched to any depth except `node_modules`, names that begin with a dot, and links,
 * which could lead anywhere. A file that is named itself is always taken.
 */
export async function listDetections(paths: readonly string[]): Promise<Diagnosed<DetectionFiles>> {
  const found = await Promise.all(paths.map(listOne))
  const files = [...new Set(found.flatMap(({ value }) => value ?? []))].sort()
  return {
    value: { rules: files.filter(path => !isTest(path)), tests: files.filter(isTest) },
    diagnostics: found.flatMap(({ diagnostics }) => diagnostics),
  }
}

async function listOne(path: string): Promise<Diagnosed<readonly string[]>> {
  try {
    return { value: (await stat(path)).isDirectory() ? await listFolder(path) : [join(path)], diagnostics: [] }
  } catch (error) {
    return { diagnostics: [projectReport['file-unreadable'](startOf({ path, text: '' }), path, reasonOf(error))] }
  }
}

async function listFolder(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const lists = await Promise.all(entries.filter(({ name }) => isVisible(name)).map(entry => listEntry(folder, entry)))
  return lists.flat()
}

async function listEntry(folder: string, entry: Dirent): Promise<readonly string[]> {
  const path = join(folder, entry.name)
  if (entry.isDirectory()) return listFolder(path)
  return entry.isFile() && isYaml(path) && basename(path) !== projectFileName ? [path] : []
}
