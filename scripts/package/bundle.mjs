import { readdir, writeFile } from 'node:fs/promises'
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
    'cached-chunks': 'packages/cli/dist/process/cached-chunks.js',
    replaying: 'packages/cli/dist/replay-process.js',
    ...Object.fromEntries(
      threads.map(path => [basename(path, '.ts'), join('packages/kql/dist', path.replace(/ts$/, 'js'))]),
    ),
  }
}

/** Native code, which npm chooses for the platform, and its dependencies; and the driver of the database, which is bundled apart. */
const external = /^@duckdb\/node-bindings|^#database-driver/

const written = {
  format: 'cjs',
  comments: false,
  // V8 keeps other texts in twice the memory, and takes longer to read them.
  charset: 'ascii',
  // Names are kept: some libraries inspect them, and people read them in stack traces.
  minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
}

const namedAs = extension => ({ entryFileNames: `[name].${extension}`, chunkFileNames: `[name].${extension}` })

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
  await build.write({ dir: folder, ...written, ...namedAs('js') })
  await build.close()
}

/**
 * Bundles the built code of all packages and their libraries into one flat folder, so that `import.meta.url` means the same in
 * all of them; as CommonJS, because Node.js 20 can cache the compiled code of nothing else. Resolves to the paths of the bundled
 * modules.
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
  const build = await rolldown({ ...options, plugins: [asCommonJs, withoutIdleImports] })
  const { output } = await build.write({
    dir: folder,
    codeSplitting: { groups, includeDependenciesRecursively: false },
    strict: true,
    ...written,
    ...namedAs('cjs'),
  })
  await build.close()
  for (const { name, exports } of output.filter(file => file.isEntry && library.includes(file.name)))
    await writeFile(join(folder, `${name}.js`), esModule(name, exports))
  return output.flatMap(({ moduleIds = [] }) => moduleIds).filter(id => !id.includes('\0'))
}

/** The entry points for programs, which import ES modules. */
const library = ['index', 'kql']

const esModule = (name, exports) => `import all from './${name}.cjs'\nexport const { ${exports.join(', ')} } = all\n`

/** What rolldown does not translate from ES modules. CommonJS cannot await, so the one module that does gets its library at once. */
const asCommonJs = {
  name: 'as-common-js',
  transform(code, id) {
    const text = code
      .replace(/\bimport\.meta\.resolve\(/g, '(id => require("node:url").pathToFileURL(require.resolve(id)).href)(')
      .replace(/\bcreateRequire\(import\.meta\.url\)\('/g, "require('")
      .replace(/(?<=new URL\('\.\/[\w-]+)\.js(?=', import\.meta\.url\))/g, '.cjs')
      .replace('await createXxhash()', 'createXxhash()')
      .replace(
        /async function e\(\)\{(.*)\(await WebAssembly\.instantiate\(t\)\)\.instance\)/,
        'function e(){$1new WebAssembly.Instance(new WebAssembly.Module(t)))',
      )
    if (id.includes('/xxhash-wasm/') && text.includes('await')) throw new Error(`${id} awaits something else`)
    return text
  },
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
      if (file.type === 'chunk')
        file.code = file.code.replace(
          /(?<=^"use strict";(?:Object\.defineProperty\(exports,Symbol\.toStringTag,\{value:`Module`\}\);)?)const require_rolldown_runtime=require\("\.\/rolldown-runtime\.cjs"\);(?!.*\brequire_rolldown_runtime\b)/s,
          '',
        )
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
