import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source', 'node'], externalConditions: ['source', 'node'] } },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'scripts/**/*.test.ts'],
    testTimeout: 60_000,
    // Test files share their worker's modules: the official parser takes most of a second to load.
    pool: 'forks',
    isolate: false,
    maxWorkers: '100%',
  },
})
