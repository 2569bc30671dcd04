import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundle } from './bundle.mjs'
import { copyDeclarations } from './declarations.mjs'
import { packageFolder, thirdPartyLicences } from './licences.mjs'
import { npmManifest } from './manifest.mjs'
import { copyUnbundledFiles } from './unbundled-files.mjs'

/** Makes the npm package in a folder, from what `tsc -b` has built. */
export async function assemble(root, folder) {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const modules = await bundle(root, join(folder, 'dist'))
  await copyDeclarations(join(root, 'packages/cli/dist/api'), join(folder, 'dist/api'), ['index', 'kql'])
  const homes = await copyUnbundledFiles(root, folder)
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(await npmManifest(root), null, 2)}\n`)
  await writeFile(join(folder, 'dist/engine-version'), await digest(folder))

  const licence = await readFile(join(root, 'LICENSE'), 'utf8')
  const used = modules.flatMap(path => packageFolder(path) ?? [])
  await writeFile(join(folder, 'THIRD-PARTY-LICENSES'), thirdPartyLicences([...used, ...homes], licence))
}

/** What decides the answers of the package in `folder`, code, data and manifest, as one text: another for other contents. */
export async function digest(folder) {
  const hash = createHash('sha256')
  const parts = await Promise.all(['dist', 'data', 'vendor'].map(part => listFiles(join(folder, part))))
  const files = [join(folder, 'package.json'), ...parts.flat()].filter(
    file => file !== join(folder, 'dist/engine-version'),
  )
  for (const file of files.sort()) hash.update(file.slice(folder.length)).update(await readFile(file))
  return hash.digest('hex').slice(0, 32)
}

async function listFiles(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter(entry => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
}
