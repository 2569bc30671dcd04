import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { tripline } from '../cli.ts'
import { goodProject } from './good-project.ts'

const caches = mkdtempSync(join(tmpdir(), 'tripline-cache-'))

/** What verbs answer with a cache at a path. */
async function answers(cache: string) {
  const env = { XDG_CACHE_HOME: cache, XDG_CONFIG_HOME: caches, XDG_STATE_HOME: caches, XDG_DATA_HOME: caches }
  const ended = []
  for (const argv of [
    ['check', '--format', 'json'],
    ['test', '--format', 'json'],
    ['query', 'print a = 1 + 1'],
  ])
    ended.push(await tripline(argv, { env }))
  return ended
}

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort()

const damages: Readonly<Record<string, (files: readonly string[]) => void>> = {
  'the bytes of another': files => {
    const contents = files.map(file => readFileSync(file))
    for (const [index, file] of files.entries()) writeFileSync(file, contents[(index + 1) % files.length]!)
  },
  'one bit changed': files => {
    for (const [index, file] of files.entries()) {
      const bytes = readFileSync(file)
      bytes[Math.floor((bytes.length * (index + 1)) / (files.length + 2))]! ^= 1
      writeFileSync(file, bytes)
    }
  },
  'half their length': files => {
    for (const file of files) writeFileSync(file, readFileSync(file).subarray(0, 100))
  },
  nothing: files => {
    for (const file of files) writeFileSync(file, '')
  },
  'folders in their stead': files => {
    for (const file of files) {
      rmSync(file)
      mkdirSync(file)
    }
  },
  'links in their stead': files => {
    for (const file of files) {
      rmSync(file)
      symlinkSync('/dev/zero', file)
    }
  },
}

let expected: Awaited<ReturnType<typeof answers>>
const kept = join(caches, 'kept')
beforeAll(async () => {
  process.chdir(goodProject([]))
  mkdirSync(kept)
  expected = await answers(kept)
  expect(filesIn(kept).length).toBeGreaterThan(2)
})

test.each(Object.entries(damages))('answers stay when the entries of the cache have %s', async (name, damage) => {
  const cache = join(caches, name)
  cpSync(kept, cache, { recursive: true })
  damage(filesIn(cache))
  expect(await answers(cache)).toEqual(expected)
})
