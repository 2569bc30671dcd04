import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { offences, packages, type SourceText, sources } from './sources.ts'

/** Sources, other than those allowed, in which a pattern occurs. */
const occurrences = (pattern: RegExp, isAllowed: (path: string) => boolean): readonly string[] =>
  offences(({ path, code }: SourceText) => (isAllowed(path) ? [] : (pattern.exec(code)?.slice(0, 1) ?? [])))

test('only the process reads the clock', () => {
  expect(occurrences(/\bDate\.now\b|new Date\(\)/, path => path === 'cli/src/entry.ts')).toEqual([])
})

test('only the engine and the replay of tests measure elapsed time', () => {
  const mayMeasure = (path: string) => /^kql\/src\/|^cli\/src\/(?:entry|api\/run-tests|replay-process)\.ts$/.test(path)
  expect(occurrences(/\bperformance\.now\b|\bhrtime\b/, mayMeasure)).toEqual([])
})

test('nothing depends on chance but ids, the names of temporary files and the secret of the caches', () => {
  const may = (path: string) =>
    [
      'cli/src/entry.ts',
      'cli/src/cache/cache-secret.ts',
      'files/src/fill-file.ts',
      'files/src/write-file.ts',
      'files/src/write-folder.ts',
    ].includes(path)
  expect(occurrences(/\bMath\.random\b|\brandom(UUID|Bytes|Int)\b/, may)).toEqual([])
})

test('only one file makes SQL out of text', () => {
  const isSql = (path: string) => path === 'kql/src/sql/sql.ts' || !path.startsWith('kql/src/')
  expect(occurrences(/\bparts: \[/, isSql)).toEqual([])
})

test('the classes of exceptions are those that the architecture names', () => {
  const classes = sources.flatMap(({ path, code }) =>
    Array.from(code.matchAll(/class (\w+) extends Error/g), match => `${path} ${match[1]}`),
  )
  expect(classes).toEqual([
    'files/src/file-refusal.ts FileRefusal',
    'kql/src/lower/refusal.ts Refusal',
    'kql/src/lower/stage-needed.ts StageNeeded',
    'kql/src/values/refused-value.ts RefusedValue',
  ])
})

test('every node of a plan is emitted by a file of its name, or with the node that it goes with', () => {
  const plan = readFileSync(join(packages, 'kql/src/plan/node.ts'), 'utf8')
  const nodes = Array.from(plan.matchAll(/readonly op: '([\w-]+)'/g), match => match[1]!)
  const shared = { row: 'values', outer: 'apply' } as Readonly<Record<string, string>>
  const files = new Set(readdirSync(join(packages, 'kql/src/emit')))
  expect(nodes.length).toBeGreaterThan(10)
  expect(nodes.filter(op => !files.has(`${shared[op] ?? op}.ts`))).toEqual([])
})

test('functions that the database is taught are called by their objects, never by name', () => {
  expect(occurrences(/\bkql_\w/, path => path === 'kql/src/sql/sql.ts')).toEqual([])
})

const foldersOf = (home: string): readonly string[] =>
  readdirSync(join(packages, home, 'src'), { withFileTypes: true }).flatMap(entry =>
    entry.isDirectory() ? [entry.name] : [],
  )

/** The names in the first column of a page's tables. */
const namedIn = (page: string): ReadonlySet<string> =>
  new Set(
    Array.from(page.matchAll(/^\| ([^|]*`[^|]*) \|/gm), match => match[1]!).flatMap(
      cell => cell.match(/(?<=`)[\w-]+(?=`)/g) ?? [],
    ),
  )

test.each(readdirSync(packages))('the folders of %s are listed with what they hold', home => {
  const isCentral = home === 'kql' || home === 'cli'
  const page = readFileSync(join(packages, isCentral ? '../docs/architecture.md' : `${home}/README.md`), 'utf8')
  const named = namedIn(page)
  expect(foldersOf(home).filter(folder => !named.has(folder))).toEqual([])
})

test('the terms of the glossary that are identifiers are those of the code, and no other name is in use', () => {
  const page = readFileSync(join(packages, '../docs/glossary.md'), 'utf8')
  const rows = page.split('\n').filter(line => /^\| (?!term|-)/.test(line))
  const cells = rows.map(row => row.split('|').map(cell => cell.trim()))
  const identifiers = (cell = ''): readonly string[] => cell.match(/(?<=`)[A-Za-z]+(?=`)/g) ?? []
  const words = new Set(sources.flatMap(({ code }) => code.match(/\w+/g) ?? []))
  expect(cells.length).toBeGreaterThan(30)
  expect(
    cells.flatMap(([, term, meaning]) => identifiers(`${term} ${meaning}`)).filter(name => !words.has(name)),
  ).toEqual([])
  expect(cells.flatMap(([, , , , other]) => identifiers(other)).filter(name => words.has(name))).toEqual([])
  const homes = cells.flatMap(([, , , home]) => home!.match(/(?<=`)[\w/-]+(?=`)/g) ?? [])
  const isHome = (home: string) => {
    const [name, ...path] = home.split('/')
    const below = join(packages, name!, 'src', ...path)
    return existsSync(below) || existsSync(`${below}.ts`)
  }
  expect(homes.filter(home => !isHome(home))).toEqual([])
})
