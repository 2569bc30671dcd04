import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: {
    alias: { '@tripline/kql/compile': '/tmp/kql-stub.ts', '@tripline/kql/engine': '/tmp/kql-stub.ts' },
    conditions: ['source'],
  },
  ssr: {
    resolve: {
      alias: { '@tripline/kql/compile': '/tmp/kql-stub.ts', '@tripline/kql/engine': '/tmp/kql-stub.ts' },
      conditions: ['source', 'node'],
      externalConditions: ['source', 'node'],
    },
  },
  root: '/work/main',
  test: {
    include: ['packages/*/test/**/*.test.ts', 'scripts/**/*.test.ts'],
    testTimeout: 60_000,
  },
})
