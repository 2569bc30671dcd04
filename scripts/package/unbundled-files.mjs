import { cp, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Our own files that are not bundled: where they are here, where in the package. */
const own = [
  { from: 'LICENSE', to: 'LICENSE' },
  { from: 'packages/cli/README.md', to: 'README.md' },
  { from: 'packages/cli/bin/tripline.js', to: 'bin/tripline.js' },
  { from: 'packages/schemas/data/tables.txt', to: 'data/tables.txt' },
  { from: 'packages/rules/src/checks', to: 'checks', only: /\.md$/ },
]

/** Files of other packages that cannot be bundled, without the four fifths of those packages that nothing reads. */
const vendored = [
  { name: '@kusto/language-service-next', files: ['bridge.min.js', 'Kusto.Language.Bridge.min.js'] },
  { name: 'rregex', files: ['lib/commonjs.cjs', 'lib/rregex.wasm'] },
  { name: 'uap-core', files: ['regexes.yaml'] },
]

/** What the names that the packages' manifests give to such files (`imports`) mean in the npm package. */
export const imports = {
  '#check-pages/*': './checks/*.md',
  '#language-service/*': './vendor/@kusto/language-service-next/*',
  '#manifest': './package.json',
  '#rregex': './vendor/rregex/lib/commonjs.cjs',
  '#user-agents': './vendor/uap-core/regexes.yaml',
}

/** Copies what is not bundled into the package's folder. Answers the folders of the packages that files are from. */
export async function copyUnbundledFiles(root, folder) {
  for (const { from, to, only } of own) {
    const filter = path => only === undefined || !/\.\w+$/.test(path) || only.test(path)
    await cp(join(root, from), join(folder, to), { recursive: true, filter })
  }
  const kql = createRequire(join(root, 'packages/kql/package.json'))
  const homes = []
  for (const { name, files } of vendored) {
    const manifest = kql.resolve(`${name}/package.json`)
    const target = join(folder, 'vendor', name)
    for (const file of files) await cp(join(dirname(manifest), file), join(target, file), { recursive: true })
    const { version, license, licenses, type } = JSON.parse(await readFile(manifest, 'utf8'))
    const kept = { name, version, license: license ?? licenses[0].type, type }
    await writeFile(join(target, 'package.json'), `${JSON.stringify(kept, null, 2)}\n`)
    homes.push(dirname(manifest))
  }
  return homes
}
