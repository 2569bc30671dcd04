import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { assemble } from './assemble.mjs'

/** Packs the npm package into a folder; answers the path of the tarball, its sizes in bytes, and the files in it. */
export async function pack(root, destination) {
  const folder = join(destination, 'tripline')
  await assemble(root, folder)
  const argv = ['pack', '--json', '--ignore-scripts', '--pack-destination', destination]
  const { stdout } = await promisify(execFile)('npm', argv, { cwd: folder })
  const [{ filename, size, unpackedSize, files }] = JSON.parse(stdout)
  return { tarball: join(destination, filename), size, unpackedSize, files: files.map(({ path }) => path) }
}
