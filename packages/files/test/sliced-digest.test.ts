import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { below, named, slicedDigests, temporaryFolder } from '../src/index.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()

const sliceSize = 2 ** 20

test('a large file has the digest of the digests of its slices, whatever is read while they are computed', async () => {
  using folder = temporaryFolder()
  const slices = [1, 2, 3, 4, 5].map(byte => Buffer.alloc(sliceSize, byte))
  const rest = Buffer.from('and a rest')
  writeFileSync(join(folder.path, 'log'), Buffer.concat([...slices, rest]))
  const digest = await slicedDigests()(below(named(folder.path), 'log'))
  expect(digest).toBe(sha256(Buffer.concat([...slices, rest].map(sha256))).toString('hex'))
})

test('a file is read once, and one that cannot be read has no digest', async () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'log')
  const [file, none] = [below(named(folder.path), 'log'), below(named(folder.path), 'none')]
  const digests = slicedDigests()
  writeFileSync(path, 'one content')
  const first = await digests(file)
  writeFileSync(path, 'another content')
  expect(await digests(file)).toBe(first)
  expect(await slicedDigests()(file)).not.toBe(first)
  expect(await digests(none)).toBeUndefined()
})
