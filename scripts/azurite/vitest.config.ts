import { defineConfig } from 'vitest/config'

/** The tests of blobs that Azurite has to pass as well. */
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source', 'node'], externalConditions: ['source', 'node'] } },
  test: { include: ['packages/emulator/test/*.azurite.ts'], testTimeout: 60_000 },
})
