import type { Diagnosed } from '@tripline/diagnostics'
import { below, type FilePath, isFolder, listFolder, named, reasonOf } from '@tripline/files'
import { projectReport } from '@tripline/project'
import type { ProjectContext } from '../project/command-context.ts'
import { testFiles } from '../test/replay-tests.ts'

export interface ChosenFiles {
  readonly tests: readonly FilePath[]
  readonly queries: readonly FilePath[]
}

/** The test files and the files of queries that paths name; the tests of the project without any. */
export async function chosenFiles(paths: readonly string[], context: ProjectContext): Promise<Diagnosed<ChosenFiles>> {
  const queries: FilePath[] = []
  const others: string[] = []
  for (const path of paths) {
    try {
      const found = queriesIn(named(path))
      queries.push(...found)
      if (found.length === 0) others.push(path)
    } catch (error) {
      return { diagnostics: [projectReport['file-unreadable'](undefined, path, reasonOf(error))] }
    }
  }
  if (queries.length > 0 && others.length === 0) return { value: { tests: [], queries }, diagnostics: [] }
  const tests = await testFiles(others, context)
  return { ...(tests.value && { value: { tests: tests.value, queries } }), diagnostics: tests.diagnostics }
}

/** A `.kql` file, or those of a folder to any depth; none of anything else. */
function queriesIn(file: FilePath): readonly FilePath[] {
  if (/\.kql$/i.test(file.path)) return [file]
  if (!isFolder(file)) return []
  return listFolder(file)
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .flatMap(entry => (entry.kind === 'folder' || /\.kql$/i.test(entry.name) ? queriesIn(below(file, entry.name)) : []))
}
