import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { rolldown } from 'rolldown'
import { chunkGroups } from './chunks.mjs'

/** The entry points; everything else is in chunks that they load on demand. */
async function entries(root) {
  const kql = await readdir(join(root, 'packages/kql/src'), { recursive: true })
  const threads = kql.filter(path => path.endsWith('-thread.ts'))
  return {
    entry: 'packages/cli/dist/entry.js',
    index: 'packages/cli/dist/api/index.js',
    kql: 'packages/cli/dist/api/kql.js',
    'fork-replay-process': 'packages/cli/dist/fork-replay-process.js',
    'replay-process': 'packages/cli/dist/replay-process.js',
    ...Object.fromEntries(
      threads.map(path => [basename(path, '.ts'), join('packages/kql/dist', path.replace(/ts$/, 'js'))]),
    ),
  }
}

/** Native code, which npm chooses for the platform, and its dependencies. */
const external = /^@duckdb\/node-bindings/

const written = {
  entryFileNames: '[name].js',
  chunkFileNames: '[name].js',
  comments: false,
  // V8 keeps other texts in twice the memory, and takes longer to read them.
  charset: 'ascii',
  // Names are kept: some libraries inspect them, and people read them in stack traces.
  minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
}

/**
 * V8 compiles a function in parentheses when it reads it, but an arrow function once more when it is called, at least in
 * Node.js 20. Every module of a bundle is such a function, and every one is called.
 */
const compiledOnce = {
  name: 'compiled-once',
  generateBundle(_, files) {
    for (const file of Object.values(files)) {
      if (file.type !== 'chunk') continue
      file.code = file.code.replace(
        /(?<=\()\((?:exports|\((exports[\w$,]*)\))=>\{/g,
        (_, parameters = 'exports') => `(function(${parameters}){`,
      )
    }
  },
}

/**
 * Bundles modules of a CommonJS package, given by path without extension, into as few files as possible: the
 * database's driver has a hundred, which take twice as long to load.
 */
export async function bundleCommonJs(lib, modules, folder) {
  const input = Object.fromEntries(modules.map(name => [name, join(lib, `${name}.js`)]))
  const build = await rolldown({ input, platform: 'node', external, tsconfig: false, plugins: [compiledOnce] })
  await build.write({ dir: folder, format: 'cjs', ...written })
  await build.close()
}

/**
 * Bundles the built code of all packages and their libraries as ES modules into one flat folder, so that `import.meta.url`
 * means the same in all of them. Resolves to the paths of the bundled modules.
 */
export async function bundle(root, folder) {
  const input = await entries(root)
  const options = {
    cwd: root,
    input,
    platform: 'node',
    external,
    tsconfig: false,
    treeshake: withoutUnused(root, input),
    preserveEntrySignatures: 'allow-extension',
  }
  const groups = chunkGroups(root, await moduleImports(options))
  const build = await rolldown({ ...options, plugins: [withoutIdleImports] })
  const { output } = await build.write({
    dir: folder,
    format: 'esm',
    codeSplitting: { groups, includeDependenciesRecursively: false },
    ...written,
  })
  await build.close()
  return output.flatMap(({ moduleIds = [] }) => moduleIds).filter(id => !id.includes('\0'))
}

/** The modules that each module loads by static imports, without those of which it uses nothing. */
async function moduleImports(options) {
  const build = await rolldown(options)
  const { output } = await build.generate({ format: 'esm', preserveModules: true })
  await build.close()
  const chunks = output.filter(({ type }) => type === 'chunk')
  const modules = new Map(chunks.map(({ fileName, moduleIds }) => [fileName, moduleIds.at(-1)]))
  return new Map(chunks.map(({ fileName, imports }) => [modules.get(fileName), imports.map(name => modules.get(name))]))
}

/** The bundler's own functions do nothing for a file that names none of them. */
const withoutIdleImports = {
  name: 'without-idle-imports',
  generateBundle(_, files) {
    for (const file of Object.values(files)) {
      if (file.type === 'chunk') file.code = file.code.replace(/^import"\.\/rolldown-runtime\.js";/, '')
    }
  },
}

/**
 * Our modules do nothing when they are loaded, but for entry points. So one is left out where nothing of it is used, such as most
 * of those that the index of a package names.
 */
function withoutUnused(root, input) {
  const own = join(root, 'packages')
  const running = new Set(Object.values(input).map(path => join(root, path)))
  return { moduleSideEffects: id => !id.startsWith(own) || running.has(id) }
}
