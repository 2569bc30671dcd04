import { join, relative } from 'node:path'
import type { Diagnosed, Diagnostic, Located } from '@tripline/diagnostics'
import { entryKind, type FilePath, reasonOf } from '@tripline/files'
import { logsBelow } from '@tripline/fixtures'
import { resolveInside } from '@tripline/project'
import type { DataFile, TestCase } from '@tripline/rules'
import type { Catalogue } from '@tripline/schemas'
import { replayReport } from '../replay-report.ts'
import type { ReplayEnvironment } from './replay-environment.ts'

/** The files of a case's recorded logs, with those of the folders that it names. */
export async function dataFiles(
  { data, folders }: Pick<TestCase, 'data' | 'folders'>,
  { root, catalogue }: Pick<ReplayEnvironment, 'root' | 'catalogue'>,
): Promise<Diagnosed<readonly DataFile[]>> {
  const files: DataFile[] = []
  const diagnostics: Diagnostic[] = []
  for (const named of data) {
    const { value: folder } = await resolveInside(root, named.path)
    if (!folder || entryKind(folder.path) !== 'folder') files.push(named)
    else {
      const below = filesBelow(folder, named)
      files.push(...(below.value ?? []))
      diagnostics.push(...below.diagnostics)
    }
  }
  for (const path of folders) {
    const folder = await resolveInside(root, path)
    const found = folder.value ? await tablesIn(folder.value, catalogue) : { diagnostics: folder.diagnostics }
    diagnostics.push(...found.diagnostics)
    for (const { table, files: own } of found.value ?? []) {
      const name = { value: table.name, span: path.span }
      files.push(...own.map(file => ({ table: name, path: inFolder(file, folder.value!, path) })))
    }
    if (found.value?.length === 0) diagnostics.push(replayReport['case-empty-folder'](path.span, path.value))
  }
  return diagnostics.length > 0 ? { diagnostics } : { value: files, diagnostics }
}

async function tablesIn(folder: FilePath, catalogue: Catalogue) {
  const { discoverTables } = await import('@tripline/fixtures/discover-tables')
  return discoverTables(folder, catalogue)
}

function filesBelow(folder: FilePath, { table, path }: DataFile): Diagnosed<readonly DataFile[]> {
  try {
    const files = logsBelow(folder) ?? []
    if (files.length === 0) return { diagnostics: [replayReport['case-empty-folder'](path.span, path.value)] }
    return { value: files.map(file => ({ table, path: inFolder(file, folder, path) })), diagnostics: [] }
  } catch (error) {
    return { diagnostics: [replayReport['case-unreadable-folder'](path.span, reasonOf(error))] }
  }
}

const inFolder = (file: FilePath, folder: FilePath, { value, span }: Located<string>): Located<string> => ({
  value: join(value, relative(folder.path, file.path)),
  span,
})
