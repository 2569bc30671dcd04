import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source', 'node'], externalConditions: ['source', 'node'] } },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'scripts/**/*.test.ts'],
    // Ends what hangs, and nothing that a busy machine is slow at.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Test files share their worker's modules: the official parser takes most of a second to load.
    pool: 'forks',
    isolate: false,
    maxWorkers: '100%',
  },
})
