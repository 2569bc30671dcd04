import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Short files that take long. */
const long = /\/(?:ends|isolation|links|package)\.test\.ts$/

/** In a fresh clone vitest starts the largest files first; a long one that starts last would leave the other cores idle. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return [...sorted.filter(file => long.test(file.moduleId)), ...sorted.filter(file => !long.test(file.moduleId))]
  }
}

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source', 'node'], externalConditions: ['source', 'node'] } },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'scripts/**/*.test.ts'],
    globalSetup: 'packages/testkit/src/test-run-folder.ts',
    // Ends what hangs, and nothing that a busy machine is slow at.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Test files share their worker's modules: the official parser takes most of a second to load.
    pool: 'forks',
    isolate: false,
    maxWorkers: '100%',
    execArgv: [
      // Trees of queries live shortly: the more of them fit into V8's young generation, the fewer it copies.
      '--max-semi-space-size=64',
      // Most of what tests run, runs a few times: code that V8 optimizes early is not worth its compilation.
      ...(process.versions.v8.startsWith('11.') ? ['--interrupt-budget=600000'] : []),
    ],
    sequence: { sequencer: LongFirst },
  },
})
