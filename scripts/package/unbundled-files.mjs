import { cp, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { bundleCommonJs } from './bundle.mjs'

/** Our own files that are not bundled: their path here and in the package. */
const own = [
  { from: 'LICENSE', to: 'LICENSE' },
  { from: 'packages/cli/README.md', to: 'README.md' },
  { from: 'scripts/package/doors/tripline.cjs', to: 'bin/tripline.js' },
  { from: 'scripts/package/doors/common-js.json', to: 'bin/package.json' },
  { from: 'scripts/package/doors/replay-process.cjs', to: 'dist/replay-process.cjs' },
  { from: 'packages/schemas/data/tables.txt', to: 'data/tables.txt' },
  { from: 'packages/schemas/data/asim.txt', to: 'data/asim.txt' },
  { from: 'packages/schemas/data/hunting.txt', to: 'data/hunting.txt' },
  { from: 'packages/kql/csv-scan/csv-scan.wasm', to: 'data/csv-scan.wasm' },
  { from: 'packages/fixtures/evtx/evtx.wasm', to: 'data/evtx/evtx.wasm' },
  { from: 'packages/fixtures/evtx/licenses.txt', to: 'data/evtx/licenses.txt' },
  { from: 'packages/fixtures/known-events/known-events.wasm', to: 'data/known-events.wasm' },
  { from: 'packages/rules/src/checks', to: 'checks', only: /\.md$/ },
]

/** The database's driver, whose modules load each other by `require`; its own dependency is native. */
const driver = '@duckdb/node-api'

/**
 * Files of other packages that cannot be bundled with the rest, without the four fifths of them that are never read;
 * `modules` are bundled together.
 */
const vendored = [
  { name: '@kusto/language-service-next', files: ['bridge.min.js', 'Kusto.Language.Bridge.min.js'] },
  { name: 'rregex', files: ['lib/commonjs.cjs', 'lib/rregex.wasm'] },
  { name: 'uap-core', files: ['regexes.yaml'] },
  { name: driver, modules: ['index', 'vectors/dataAccessors'] },
]

/** The `imports` of the packages' manifests, as paths in the npm package. */
export const imports = {
  '#check-pages/*': './checks/*.md',
  '#csv-scan': './data/csv-scan.wasm',
  '#database-driver/*': `./vendor/${driver}/*`,
  '#evtx-reader': './data/evtx/evtx.wasm',
  '#known-events': './data/known-events.wasm',
  '#language-service/*': './vendor/@kusto/language-service-next/*',
  '#manifest': './package.json',
  '#rregex': './vendor/rregex/lib/commonjs.cjs',
  '#user-agents': './vendor/uap-core/regexes.yaml',
}

/** Copies the unbundled files into the package's folder. Returns the folders of the packages they are from. */
export async function copyUnbundledFiles(root, folder) {
  for (const { from, to, only } of own) {
    const filter = path => only === undefined || !/\.\w+$/.test(path) || only.test(path)
    await cp(join(root, from), join(folder, to), { recursive: true, filter })
  }
  const homes = []
  for (const { name, files = [], modules = [] } of vendored) {
    const manifest = manifestOf(root, name)
    const target = join(folder, 'vendor', name)
    for (const file of files) await cp(join(dirname(manifest), file), join(target, file), { recursive: true })
    if (modules.length > 0) await bundleCommonJs(join(dirname(manifest), 'lib'), modules, target)
    const { version, license, licenses, type } = JSON.parse(await readFile(manifest, 'utf8'))
    const kept = { name, version, license: license ?? licenses[0].type, type }
    await writeFile(join(target, 'package.json'), `${JSON.stringify(kept, null, 2)}\n`)
    homes.push(dirname(manifest))
  }
  return homes
}

const manifestOf = (root, name) =>
  createRequire(join(root, 'packages/kql/package.json')).resolve(`${name}/package.json`)

/** What the driver depends on: native code, of which npm chooses the binary. */
export const driverDependencies = async root =>
  JSON.parse(await readFile(manifestOf(root, driver), 'utf8')).dependencies
