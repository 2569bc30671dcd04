import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cachedDataVersionTag } from 'node:v8'
import { expect, test } from 'vitest'
import { keepCode, loadCached } from '../src/process/cached-chunks.ts'
import { collectEarly } from '../src/process/collect-early.ts'
import { withInitialSettings } from '../src/process/v8-settings.ts'

const newFolder = () => mkdtempSync(join(tmpdir(), 'tripline-'))
const newHome = () => ({ XDG_CACHE_HOME: newFolder(), XDG_STATE_HOME: newFolder() })

/** A package of two files of which the first answers what the second says. */
function packageThatSays(word: Word, dist = join(newFolder(), 'dist')) {
  mkdirSync(dist, { recursive: true })
  writeFileSync(join(dist, 'first.cjs'), `module.exports = require('./second.cjs')`)
  writeFileSync(join(dist, 'second.cjs'), `exports.said = '${word}'; exports.stack = () => new Error('${word}').stack`)
  return join(dist, 'first.cjs')
}

/** Both have the same length, which is all that V8 compares of a text. */
type Word = 'one' | 'two'

interface Exports {
  readonly said: string
  stack(): string
}

type Home = ReturnType<typeof newHome>
type Env = Readonly<Record<string, string>>

const load = (path: string, env: Env, kind = 'test') => loadCached(path, kind, env) as Exports

/** The files in the cache, by path. */
const entriesIn = ({ XDG_CACHE_HOME }: Home) =>
  (readdirSync(XDG_CACHE_HOME, { recursive: true }) as string[])
    .map(path => join(XDG_CACHE_HOME, path))
    .filter(path => statSync(path).isFile())

/** A home in which code is kept that says "one", and the package, which says "two" since. */
function filled() {
  const home = newHome()
  const path = packageThatSays('one')
  expect(load(path, home).said).toBe('one')
  keepCode()
  return { home, path: changed(path) }
}

/** As another process would find it. */
function changed(path: string) {
  for (const file of ['first', 'second']) delete createRequire(path).cache[path.replace('first', file)]
  return packageThatSays('two', dirname(path))
}

test('code is run as it was kept, and not written again', () => {
  const { home, path } = filled()
  const [entry] = entriesIn(home)
  utimesSync(entry!, 1, 1)
  expect(load(path, home).said).toBe('one')
  keepCode()
  expect(entriesIn(home)).toEqual([entry])
  expect(statSync(entry!).mtimeMs).toBe(1_000)
})

test('a stack has the path of the file and the position in it, also of the same package elsewhere', () => {
  const { home, path } = filled()
  for (const first of [path, packageThatSays('two')]) {
    const file = first.replace('first', 'second')
    const position = readFileSync(file, 'utf8').indexOf('new Error') + 1
    expect(load(first, home).stack()).toContain(`${file}:1:${position}`)
  }
})

test('files are loaded once, and are those that `require` gives', () => {
  const path = packageThatSays('one')
  const loaded = load(path, newHome())
  expect(createRequire(path)(path)).toBe(loaded)
  expect(load(path, newHome())).toBe(loaded)
})

test('code is kept as it is read by a process whose settings of V8 are not changed yet', () => {
  const home = newHome()
  const path = packageThatSays('one')
  load(path, home)
  const before = withInitialSettings(cachedDataVersionTag)
  collectEarly()
  expect(cachedDataVersionTag()).not.toBe(before)
  keepCode()
  expect(entriesIn(home)).toEqual([expect.stringContaining(`-${before}.bin`)])
  expect(load(changed(path), home).said).toBe('one')
})

test.each<[string, (home: Home) => Env, string?]>([
  ['with TRIPLINE_CACHE=off', home => ({ ...home, TRIPLINE_CACHE: 'off' })],
  ['for another kind of process', home => home, 'query'],
  ['with the secret of another user', home => ({ ...home, XDG_STATE_HOME: newFolder() })],
  ['that says something else', home => rewritten(home, content => replaced(content, 'one', 'six'))],
  ['that is cut short', home => rewritten(home, content => content.subarray(0, 40))],
])('no code is used %s', (_, change, kind) => {
  const { home, path } = filled()
  expect(load(path, change(home), kind).said).toBe('two')
})

function rewritten(home: Home, change: (content: Buffer) => Buffer): Home {
  for (const entry of entriesIn(home)) writeFileSync(entry, change(readFileSync(entry)))
  return home
}

const replaced = (content: Buffer, from: string, to: string) =>
  Buffer.from(content.toString('latin1').replaceAll(from, to), 'latin1')

test('nothing is kept with TRIPLINE_CACHE=off, or by a process of no known kind', () => {
  const home = newHome()
  load(packageThatSays('one'), { ...home, TRIPLINE_CACHE: 'off' })
  keepCode()
  load(packageThatSays('one'), home, '../test')
  keepCode()
  expect(entriesIn(home)).toEqual([])
})
