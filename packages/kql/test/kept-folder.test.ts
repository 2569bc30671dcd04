import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { inside } from '@tripline/files'
import { generated } from '@tripline/testkit'
import { describe, expect, test } from 'vitest'
import { openAnalysisCache } from '../src/analysis.ts'
import { type CacheLocation, openKeptFolder } from '../src/cache/kept-folder.ts'
import { openQueryCache } from '../src/engine.ts'

const secret = Buffer.alloc(32, 7)

function newLocation(): CacheLocation {
  const folder = join(mkdtempSync(join(tmpdir(), 'tripline-')), 'kept')
  return { folder: inside(dirname(folder), folder), secret }
}

/** The file of an entry, in the folder of the engine's version. */
function entryPath({ folder }: CacheLocation, name: string): string {
  const version = readdirSync(folder.path).find(one => /^[0-9a-f]{32}$/.test(one))
  return join(folder.path, version!, name)
}

const analysis = { diagnostics: [], columns: [{ name: 'a', type: 'long' }] } as never
const query = { query: { sql: { parts: ['SELECT 1'] }, guarded: { parts: [] }, columns: [] }, diagnostics: [] } as never

/** Both caches, as functions that write and read an entry under a name without its extension. */
const caches = [
  ['analyses', '.bin', analysis, openAnalysisCache],
  ['compilations', '.json', query, openQueryCache],
] as const

describe.each(caches)('an entry of the %s', (_, ending, value, open) => {
  const opened = (location: CacheLocation) => open(location)!

  function written() {
    const location = newLocation()
    for (const key of ['a', 'b']) opened(location).write(key, value)
    expect(opened(location).read('a')).toEqual(value)
    const path = entryPath(location, `a${ending}`)
    return { location, path, bytes: readFileSync(path) }
  }

  test('is ignored if any one of its bits is flipped', () => {
    const { location, path, bytes } = written()
    const cache = opened(location)
    for (const [index, byte] of bytes.entries()) {
      const damaged = Buffer.from(bytes)
      damaged[index] = byte ^ (1 << (index % 8))
      writeFileSync(path, damaged)
      expect(cache.read('a'), `byte ${index}`).toBeUndefined()
    }
  })

  test('is ignored if it is truncated at any length, or extended', () => {
    const { location, path, bytes } = written()
    const cache = opened(location)
    for (let length = bytes.length - 1; length >= 0; length--) {
      truncateSync(path, length)
      expect(cache.read('a'), `${length} bytes`).toBeUndefined()
    }
    writeFileSync(path, Buffer.concat([bytes, Buffer.of(0)]))
    expect(cache.read('a')).toBeUndefined()
  })

  test('is ignored under another name, or in the folder of another version', () => {
    const { location, path, bytes } = written()
    copyFileSync(path, entryPath(location, `b${ending}`))
    expect(opened(location).read('b')).toBeUndefined()
    // Both caches may use one folder by mistake, or an entry may be copied from one to the other.
    const other = ending === '.bin' ? openQueryCache(location) : openAnalysisCache(location)
    writeFileSync(entryPath(location, ending === '.bin' ? 'a.json' : 'a.bin'), bytes)
    expect(other!.read('a')).toBeUndefined()
    const elsewhere = newLocation()
    opened(elsewhere)
    renameSync(path, entryPath(elsewhere, `c${ending}`))
    expect(opened(elsewhere).read('c')).toBeUndefined()
  })

  test('is ignored if somebody else signed it, in any way', () => {
    const { location, path, bytes } = written()
    const mine = opened(location)
    const theirs = opened({ ...location, secret: Buffer.alloc(32, 8) })
    theirs.write('a', value)
    expect(theirs.read('a')).toEqual(value)
    expect(mine.read('a')).toBeUndefined()
    const content = bytes.subarray(32)
    const digests = [createHash('sha256').update('a').update(content), createHash('sha256').update(content)]
    for (const digest of digests) {
      writeFileSync(path, Buffer.concat([digest.digest(), content]))
      expect(mine.read('a')).toBeUndefined()
    }
    writeFileSync(path, content)
    expect(mine.read('a')).toBeUndefined()
  })

  test('is not read through a link', () => {
    const { location, path, bytes } = written()
    const outside = join(mkdtempSync(join(tmpdir(), 'tripline-outside-')), 'entry')
    writeFileSync(outside, bytes)
    renameSync(path, `${path}.old`)
    symlinkSync(outside, path)
    expect(opened(location).read('a')).toBeUndefined()
    opened(location).write('a', value)
    expect(readFileSync(outside)).toEqual(bytes)
  })
})

test.each(['the folder', 'a folder above it', 'the folder of the version'])(
  'nothing is cached if %s is a link',
  which => {
    const home = mkdtempSync(join(tmpdir(), 'tripline-'))
    const location = { folder: inside(home, join(home, 'tripline/kept')), secret }
    openKeptFolder(location)
    const version = dirname(entryPath(location, ''))
    const path = { 'the folder': location.folder.path, 'a folder above it': join(home, 'tripline') }[which] ?? version
    const outside = mkdtempSync(join(tmpdir(), 'tripline-outside-'))
    mkdirSync(join(outside, '0'.repeat(32)))
    utimesSync(join(outside, '0'.repeat(32)), 0, 0)
    renameSync(path, `${path}.old`)
    symlinkSync(outside, path)
    expect(openKeptFolder(location)).toBeUndefined()
    expect(readdirSync(outside)).toEqual(['0'.repeat(32)])
  },
)

test('stale folders are deleted, but not the targets of links', () => {
  const { folder, secret } = newLocation()
  const outside = mkdtempSync(join(tmpdir(), 'tripline-outside-'))
  writeFileSync(join(outside, 'file'), '')
  utimesSync(outside, 0, 0)
  mkdirSync(folder.path, { mode: 0o700 })
  symlinkSync(outside, join(folder.path, '0'.repeat(32)))
  expect(openKeptFolder({ folder, secret })).toBeDefined()
  expect(readdirSync(outside)).toEqual(['file'])
})

describe('concurrent writers', () => {
  const module = new URL('../dist/cache/kept-folder.js', import.meta.url).href

  /** Starts a process from the built code that works with the entries `0` to `9`. */
  const start = ({ folder, secret }: CacheLocation, body: string) =>
    spawn(process.execPath, [
      '--input-type=module',
      '-e',
      `const { openKeptFolder } = await import(${JSON.stringify(module)})
       const secret = Buffer.from('${Buffer.from(secret).toString('hex')}', 'hex')
       const kept = openKeptFolder({ folder: ${JSON.stringify(folder)}, secret })
       ${body}`,
    ])

  /** Repeatedly writes 200 kB of one letter until it is killed. */
  const writer = (letter: string) => `
    process.stdout.write('.')
    for (let n = 0; ; n++) kept.write(String(n % 10), '${letter}'.repeat(200_000))`

  const reader = `
    let [whole, torn] = [0, 0]
    for (let n = 0; n < 500; n++) {
      const entry = kept.read(String(n % 10))?.toString()
      if (entry !== undefined) entry === entry[0].repeat(200_000) ? whole++ : torn++
    }
    process.stdout.write(JSON.stringify({ whole, torn }))`

  async function read(location: CacheLocation): Promise<{ readonly whole: number; readonly torn: number }> {
    const [output] = await once(start(location, reader).stdout, 'data')
    return JSON.parse(String(output))
  }

  test('leave whole entries or none, even if they are killed', async () => {
    const location = newLocation()
    let whole = 0
    for (let round = 0; round < generated(1, 3); round++) {
      const writers = ['a', 'b'].map(letter => start(location, writer(letter)))
      await Promise.all(writers.map(({ stdout }) => once(stdout, 'data')))
      const during = await read(location)
      const ended = writers.map(child => once(child, 'exit'))
      for (const child of writers) child.kill('SIGKILL')
      await Promise.all(ended)
      const after = await read(location)
      expect([during.torn, after.torn]).toEqual([0, 0])
      whole += during.whole
    }
    expect(whole).toBeGreaterThan(0)
  })
})
