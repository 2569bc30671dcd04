// Makes the npm package, `dist/tripline-VERSION.tgz`, from what is built.
import { join } from 'node:path'
import { pack } from './package/pack.mjs'

const root = join(import.meta.dirname, '..')
const { tarball, size, unpackedSize, files } = await pack(root, join(root, 'dist'))
const megabytes = bytes => `${(bytes / 1e6).toFixed(1)} MB`
console.log(`${tarball}: ${megabytes(size)} packed, ${megabytes(unpackedSize)} unpacked, ${files.length} files`)
