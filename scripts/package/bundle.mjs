import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { rolldown } from 'rolldown'

/** The modules that Node opens by name; everything else is in chunks that these load when they need them. */
async function entries(root) {
  const kql = await readdir(join(root, 'packages/kql/src'), { recursive: true })
  const threads = kql.filter(path => path.endsWith('-thread.ts'))
  return {
    entry: 'packages/cli/dist/entry.js',
    index: 'packages/cli/dist/api/index.js',
    kql: 'packages/cli/dist/api/kql.js',
    ...Object.fromEntries(
      threads.map(path => [basename(path, '.ts'), join('packages/kql/dist', path.replace(/ts$/, 'js'))]),
    ),
  }
}

/** Native code, which npm has to choose for the platform, and what comes with it. */
const external = /^@duckdb\/node-bindings/

const written = {
  entryFileNames: '[name].js',
  chunkFileNames: '[name].js',
  comments: false,
  // Names stay as they are: some of the libraries look at them, and so do people who read a stack.
  minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
}

/**
 * Writes modules of a CommonJS package, by path without an ending, and what they share, as few files as there can be: the
 * database's driver has a hundred, which take twice as long to load.
 */
export async function bundleCommonJs(lib, modules, folder) {
  const input = Object.fromEntries(modules.map(name => [name, join(lib, `${name}.js`)]))
  const build = await rolldown({ input, platform: 'node', external, tsconfig: false })
  await build.write({ dir: folder, format: 'cjs', ...written })
  await build.close()
}

/**
 * Writes the built code of all packages, and of the libraries they use, as ES modules into one flat folder: `import.meta.url`
 * then means the same in all of them. Answers the files of the modules that went in.
 */
export async function bundle(root, folder) {
  const build = await rolldown({ cwd: root, input: await entries(root), platform: 'node', external, tsconfig: false })
  const { output } = await build.write({ dir: folder, format: 'esm', ...written })
  await build.close()
  return output.flatMap(({ moduleIds = [] }) => moduleIds).filter(id => !id.includes('\0'))
}
