import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inside } from '@tripline/files'
import { loadCatalogue } from '@tripline/schemas'
import { describe, expect, test } from 'vitest'
import { analyseQuery } from '../src/analysis/analyse-query.ts'
import { withKeptParser } from '../src/analysis/with-kept-parser.ts'
import { openParserCode } from '../src/cache/kept-code.ts'

const kql = 'SigninLogs | where ResultType != 0 | summarize Count = count() by Wrong, bin(TimeGenerated, 1h)'
const secret = new Uint8Array(32).fill(7)

type Location = ReturnType<typeof newLocation>

const newLocation = () => {
  const home = mkdtempSync(join(tmpdir(), 'tripline-'))
  return { folder: inside(home, join(home, 'parser')), secret }
}

const dist = (name: string) => JSON.stringify(new URL(`../dist/${name}.js`, import.meta.url).href)

/** What a new process of the built package prints, in which `kept` is the code kept at a location. */
function run(location: Location, body: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [
    '--input-type=module',
    '-e',
    `const { openParserCode } = await import(${dist('cache/kept-code')})
     const location = ${JSON.stringify({ ...location, secret: [...location.secret] })}
     const kept = openParserCode({ ...location, secret: Buffer.from(location.secret) })
     ${body}`,
  ])
  expect({ status, stderr: stderr.toString() }).toEqual({ status: 0, stderr: '' })
  return stdout.toString()
}

/** What a new process finds out about the query, and whether it kept code that it had to compile. */
const begin = (location: Location) =>
  JSON.parse(
    run(
      location,
      `const { worldOf } = await import(${dist('world/world-data')})
       const { withKeptParser } = await import(${dist('analysis/with-kept-parser')})
       const { analyseQuery } = await import(${dist('analysis/analyse-query')})
       const world = worldOf({ tables: [], functions: [], watchlists: [], externalData: [] })
       let compiled = false
       const watched = { read: kept.read, write: code => { compiled = true; kept.write(code) } }
       const analysis = withKeptParser(watched, () => analyseQuery(${JSON.stringify(kql)}, world))
       console.log(JSON.stringify({ analysis, compiled }))`,
    ),
  )

const analyse = () => analyseQuery(kql, { catalogue: loadCatalogue() })
const expected = JSON.parse(JSON.stringify(analyse()))

function entryIn({ folder }: Location): string {
  const [version] = readdirSync(folder.path)
  const [entry] = readdirSync(join(folder.path, version!))
  return join(folder.path, version!, entry!)
}

const first = newLocation()
const firstRun = begin(first)

/** A folder as the first process leaves it. */
function filled() {
  const location = newLocation()
  cpSync(first.folder.path, location.folder.path, { recursive: true })
  return { location, entry: entryIn(location) }
}

/** In the stead of the parser's. */
const code = new Map([['parser.js', new Uint8Array(2_000)]])

/** A folder with code that this process has kept. */
function written() {
  const location = newLocation()
  const kept = openParserCode(location)
  kept.write(code)
  expect(kept.read()).toEqual(code)
  return location
}

test('the first process compiles the parser', () => {
  expect(firstRun).toEqual({ analysis: expected, compiled: true })
})

test('the query has an error, so that a parser that finds none would be noticed', () => {
  expect(expected.diagnostics.map(({ code }: { code: string }) => code)).toContain('KS142')
})

test('the second process starts from the code of the first, and does not write it again', () => {
  const { location, entry } = filled()
  utimesSync(entry, 1, 1)
  expect(begin(location)).toEqual({ analysis: expected, compiled: false })
  expect(statSync(entry).mtimeMs).toBe(1_000)
})

test('without a folder the parser is compiled, and nothing is kept', () => {
  expect(JSON.parse(JSON.stringify(withKeptParser(undefined, analyse)))).toEqual(expected)
})

describe('code is not used, and replaced, if', () => {
  // A process that reads none compiles it, as the first one does.
  test.each<[string, (path: string) => void, Partial<Location>?]>([
    ['its file was half written', path => truncateSync(path, 1_000)],
    [
      'a bit of it is flipped',
      path => {
        const bytes = readFileSync(path)
        bytes[1_000]! ^= 1
        writeFileSync(path, bytes)
      },
    ],
    ['another user signed it', () => {}, { secret: new Uint8Array(32).fill(8) }],
  ])('%s', (_, damage, reader = {}) => {
    const location = written()
    damage(entryIn(location))
    const other = openParserCode({ ...location, ...reader })
    expect(other.read()).toBeUndefined()
    other.write(code)
    expect(other.read()).toEqual(code)
  })

  function expectReplaced(location: Location) {
    const before = readFileSync(entryIn(location))
    expect(begin(location)).toEqual({ analysis: expected, compiled: true })
    expect(readFileSync(entryIn(location))).not.toEqual(before)
  }

  // As after an update of V8 that does not change its tag.
  test('V8 rejects one of the scripts, though it is signed', () => {
    const { location } = filled()
    run(location, 'const [[name], other] = kept.read(); kept.write(new Map([[name, Buffer.alloc(1000)], other]))')
    expectReplaced(location)
    expect(begin(location)).toEqual({ analysis: expected, compiled: false })
  })

  test('it lacks a script', () => {
    const { location } = filled()
    run(location, 'const [script] = kept.read(); kept.write(new Map([script]))')
    expectReplaced(location)
  })
})

test('a folder that others may write to keeps no code', () => {
  const location = newLocation()
  mkdirSync(location.folder.path)
  chmodSync(location.folder.path, 0o777)
  const kept = openParserCode(location)
  kept.write(code)
  expect(kept.read()).toBeUndefined()
  expect(readdirSync(location.folder.path).flatMap(name => readdirSync(join(location.folder.path, name)))).toEqual([])
})

test('a file where the folder would be keeps no code', () => {
  const location = newLocation()
  writeFileSync(location.folder.path, 'mine')
  const kept = openParserCode(location)
  kept.write(code)
  expect(kept.read()).toBeUndefined()
  expect(readFileSync(location.folder.path, 'utf8')).toBe('mine')
})

test('a folder keeps the code of few builds of V8', () => {
  const { location, entry } = filled()
  for (let n = 0; n < 10; n++) writeFileSync(join(entry, '..', `code-${n}`), '')
  run(location, 'kept.read()')
  expect(readdirSync(join(entry, '..')).length).toBeLessThan(8)
})
