import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { importsOf, offences, packages, type SourceText } from './sources.ts'

/** What each package may import directly; what those may import is open to it too. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  budgets: [],
  files: ['budgets'],
  diagnostics: [],
  yaml: ['budgets', 'diagnostics'],
  schemas: ['yaml', 'files'],
  project: ['schemas'],
  kql: ['schemas'],
  fixtures: ['kql'],
  rules: ['project', 'kql'],
  replay: ['rules', 'fixtures'],
  azure: ['diagnostics'],
  deploy: ['rules', 'project', 'azure'],
  emulator: ['fixtures'],
  testkit: ['schemas'],
  cli: ['deploy', 'emulator', 'replay'],
}

/** Who may open the door behind which DuckDB is. */
const engineUsers = new Set(['fixtures', 'replay', 'emulator', 'cli'])

const reach = (name: string): ReadonlySet<string> =>
  new Set(arrows[name]?.flatMap(direct => [direct, ...reach(direct)]) ?? [])

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

const manifestOf = (home: string): Manifest => JSON.parse(readFileSync(join(packages, home, 'package.json'), 'utf8'))

const ownPackage = (module: string): string | undefined => /^@tripline\/([a-z]+)/.exec(module)?.[1]

test('every package has its arrows', () => {
  expect(Object.keys(arrows).sort()).toEqual(readdirSync(packages).sort())
})

test('the documentation shows these arrows', () => {
  const [, rooms] = readFileSync(join(packages, '../docs/architecture.md'), 'utf8').split(/^## /m)
  const rows = rooms!.matchAll(/^\| `(\w+)` \|[^|]+\| ([^|]+) \|$/gm)
  const documented = Array.from(rows, ([, name, imports]) => [name, imports!.match(/(?<=`)\w+(?=`)/g) ?? []])
  expect(Object.fromEntries(documented)).toEqual(arrows)
})

describe('between packages', () => {
  test('a package imports only what it may', () => {
    const forbidden = (source: SourceText) =>
      importsOf(source).filter(module => {
        const target = ownPackage(module)
        return target !== undefined && target !== source.home && !reach(source.home).has(target)
      })
    expect(offences(forbidden)).toEqual([])
  })

  test('only those who run queries open the engine', () => {
    const opens = (source: SourceText) => importsOf(source).filter(module => module === '@tripline/kql/engine')
    expect(offences(source => (engineUsers.has(source.home) ? [] : opens(source)))).toEqual([])
  })

  test('no relative import leaves its package', () => {
    const leaves = (source: SourceText) =>
      importsOf(source).filter(
        module => module.startsWith('.') && !join(source.path, '..', module).startsWith(`${source.home}/`),
      )
    expect(offences(leaves)).toEqual([])
  })

  test('a manifest lists what its sources import, and nothing that the arrows forbid', () => {
    const unlisted = (source: SourceText) => {
      const { dependencies, devDependencies } = manifestOf(source.home)
      const isListed = (name: string) => name in { ...dependencies } || `@types/${name}` in { ...devDependencies }
      return importsOf(source).filter(module => !/^(\.|node:)/.test(module) && !isListed(packageOf(module)))
    }
    expect(offences(unlisted)).toEqual([])
    const forbidden = Object.keys(arrows).flatMap(home =>
      Object.keys(manifestOf(home).dependencies ?? {})
        .map(ownPackage)
        .filter(target => target !== undefined && !reach(home).has(target))
        .map(target => `${home}: ${target}`),
    )
    expect(forbidden).toEqual([])
  })
})

const packageOf = (module: string): string => module.split('/', module.startsWith('@') ? 2 : 1).join('/')

describe('within packages', () => {
  test.each([
    ['Kusto.Language', /\bKusto\.|@kusto\/language-service-next|#language-service/, 'kql/src/frontend/'],
    ['the DuckDB driver', /@duckdb\/node-api/, 'kql/src/duckdb/'],
  ])('only one folder names %s', (_, name, folder) => {
    const names = (source: SourceText) => (source.path.startsWith(folder) ? [] : (name.exec(source.code) ?? []))
    expect(offences(names)).toEqual([])
  })

  test('only one package opens the file system', () => {
    const opens = (source: SourceText) => {
      if (source.home === 'files' || source.home === 'testkit') return []
      const modules = /['"](?:node:)?fs(?:\/promises)?['"]/.exec(source.code) ?? []
      const back =
        /\bprocess\.(?:binding|getBuiltinModule|mainModule)\b|\bcreate(?:Read|Write)Stream\b/.exec(source.code) ?? []
      return [...modules, ...back]
    }
    expect(offences(opens)).toEqual([])
  })

  test.each([
    [
      'the entry touches the standard streams',
      /\bconsole\.\w+|process\.(?:stdout|stderr|_rawDebug)/,
      ['cli/src/entry.ts'],
    ],
    ['the views print', /\bstd(?:out|err)\.write\b/, ['cli/src/views/']],
    [
      'the makers of printable text say what is',
      /\bnew Printable\b|\bas (?:unknown as )?Printable\b/,
      ['printable', 'palette', 'json-text', 'render-github'].map(name => `diagnostics/src/${name}.ts`),
    ],
  ])('only %s', (_, what, homes) => {
    const does = ({ path, code }: SourceText) =>
      homes.some(home => path.startsWith(home)) ? [] : (what.exec(code) ?? [])
    expect(offences(does)).toEqual([])
  })

  test('files are named for what they hold and stay readable', () => {
    const misnamed = (source: SourceText) =>
      /(^|\/)(utils?|helpers?|common|misc|manager|types)\.ts$|[A-Z ]/.test(source.path) ? ['is misnamed'] : []
    const large = (source: SourceText) => (source.code.split('\n').length > 400 ? ['has more than 400 lines'] : [])
    expect(offences(source => [...misnamed(source), ...large(source)])).toEqual([])
  })
})
