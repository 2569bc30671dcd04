import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { driverDependencies, imports } from './unbundled-files.mjs'

const readManifest = async (root, home) =>
  JSON.parse(await readFile(join(root, 'packages', home, 'package.json'), 'utf8'))

/** The manifest of the npm package: the one of `packages/cli` without what concerns the workspace. */
export async function npmManifest(root) {
  const { name, version, description, keywords, license, type, engines, bin } = await readManifest(root, 'cli')
  return {
    name,
    version,
    description,
    keywords,
    license,
    type,
    engines,
    bin,
    exports: {
      '.': { types: './dist/api/index.d.ts', default: './dist/index.js' },
      './kql': { types: './dist/api/kql.d.ts', default: './dist/kql.js' },
      './package.json': './package.json',
    },
    imports,
    files: ['bin', 'checks', 'data', 'dist', 'vendor', 'THIRD-PARTY-LICENSES'],
    sideEffects: ['./bin/tripline.js', './dist/*.cjs'],
    // The database is native code: npm chooses the binary for the platform.
    dependencies: await driverDependencies(root),
  }
}
