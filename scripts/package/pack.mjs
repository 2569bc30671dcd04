import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { assemble } from './assemble.mjs'

/** Packs the npm package into `dist/` of the repository; answers the path of the tarball and what npm says about it. */
export async function pack(root, destination) {
  const folder = join(destination, 'tripline')
  await assemble(root, folder)
  const argv = ['pack', '--json', '--ignore-scripts', '--pack-destination', destination]
  const { stdout } = await promisify(execFile)('npm', argv, { cwd: folder })
  const [{ filename, size, unpackedSize, entryCount }] = JSON.parse(stdout)
  return { tarball: join(destination, filename), size, unpackedSize, entryCount }
}
