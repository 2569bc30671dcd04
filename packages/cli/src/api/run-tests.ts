import type { Project } from './load-project.ts'
import type { TestOptions, TestReport } from './test-report.ts'

/** Replays the test cases of a project, one after the other. Loads the database. */
export async function runTests(project: Pick<Project, 'root'>, options: TestOptions = {}): Promise<TestReport> {
  const { replayProject } = await import('./replay-project.ts')
  return replayProject(project.root, options)
}
