import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { importsOf, offences, packages, type SourceText, sources } from './sources.ts'

/** What each package may import directly; what those may import is open to it too. */
type Arrows = Readonly<Record<string, readonly string[]>>

const arrows: Arrows = {
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
  archive: ['azure', 'project'],
  evidence: ['deploy', 'archive'],
  emulator: ['fixtures'],
  engines: ['fixtures', 'azure'],
  testkit: ['schemas'],
  cli: ['deploy', 'archive', 'evidence', 'emulator', 'engines', 'replay'],
}

/** The packages that may import `kql/engine`, which loads DuckDB. */
const engineUsers = new Set(['fixtures', 'replay', 'emulator', 'engines', 'cli'])

/** What each folder of `kql/src` may import of the others. */
const kqlFolders: Arrows = {
  limits: [],
  world: [],
  refusals: ['world'],
  plan: ['world'],
  values: ['limits', 'refusals'],
  time: ['values'],
  sql: ['plan', 'values'],
  regex: ['sql'],
  functions: ['regex', 'time'],
  frontend: ['plan', 'time'],
  lower: ['frontend', 'functions'],
  passes: ['functions'],
  sweep: ['functions'],
  emit: ['functions'],
  duckdb: ['functions'],
  cache: ['world'],
  findings: ['frontend'],
  analysis: ['findings', 'lower', 'cache'],
  compile: ['analysis', 'passes', 'emit'],
  logs: ['duckdb'],
  explain: ['lower'],
  mutants: ['frontend'],
  run: ['compile', 'duckdb', 'explain', 'sweep'],
}

const reach = (name: string, among = arrows): ReadonlySet<string> =>
  new Set(among[name]?.flatMap(direct => [direct, ...reach(direct, among)]) ?? [])

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

const manifestOf = (home: string): Manifest => JSON.parse(readFileSync(join(packages, home, 'package.json'), 'utf8'))

const ownPackage = (module: string): string | undefined => /^@tripline\/([a-z]+)/.exec(module)?.[1]

test('every package lists its imports', () => {
  expect(Object.keys(arrows).sort()).toEqual(readdirSync(packages).sort())
})

test.each([
  ['Packages', arrows],
  ['Folders of kql', kqlFolders],
])('the documentation lists the allowed imports: %s', (title, expected) => {
  const sections = readFileSync(join(packages, '../docs/architecture.md'), 'utf8').split(/^##+ /m)
  const section = sections.find(text => text.startsWith(`${title}\n`))!
  const rows = section.matchAll(/^\| `(\w+)` \|[^|]+\| ([^|]+) \|$/gm)
  const documented = Array.from(rows, ([, name, imports]) => [name, imports!.match(/(?<=`)\w+(?=`)/g) ?? []])
  expect(Object.fromEntries(documented)).toEqual(expected)
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

  test('only packages that run queries open the engine', () => {
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

  test('a manifest lists the imports of its sources, and nothing forbidden', () => {
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

/** The groups of files that reach one another. */
function circlesIn(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const reached = (start: string): ReadonlySet<string> => {
    const seen = new Set<string>()
    const stack = [...(graph.get(start) ?? [])]
    for (let path = stack.pop(); path !== undefined; path = stack.pop()) {
      if (seen.has(path)) continue
      seen.add(path)
      stack.push(...(graph.get(path) ?? []))
    }
    return seen
  }
  const reach = new Map([...graph.keys()].map(path => [path, reached(path)]))
  return [...graph.keys()].flatMap(path => {
    const others = [...reach.get(path)!].filter(other => reach.get(other)?.has(path)).sort()
    return others[0] === path ? [others] : []
  })
}

const packageOf = (module: string): string => module.split('/', module.startsWith('@') ? 2 : 1).join('/')

/** The files of a package that a source imports, as paths below `packages/`. */
const filesOf = (source: SourceText): readonly string[] =>
  importsOf(source)
    .filter(module => module.startsWith('.'))
    .map(module => join(source.path, '..', module))

describe('within packages', () => {
  test('every folder of kql has its arrows', () => {
    const folders = readdirSync(join(packages, 'kql/src'), { withFileTypes: true }).filter(entry => entry.isDirectory())
    expect(Object.keys(kqlFolders).sort()).toEqual(folders.map(({ name }) => name).sort())
  })

  test('a folder of kql imports only what it may', () => {
    const folderOf = (path: string): string | undefined => /^kql\/src\/(.+?)(?:\/|$)/.exec(path)?.[1]
    const forbidden = (source: SourceText) => {
      const own = folderOf(source.path)
      if (own === undefined || !(own in kqlFolders)) return []
      return filesOf(source).filter(path => folderOf(path) !== own && !reach(own, kqlFolders).has(folderOf(path)!))
    }
    expect(offences(forbidden)).toEqual([])
  })

  test('no files import one another in a circle, but the two halves of the plan', () => {
    const graph = new Map(sources.map(source => [source.path, filesOf(source)]))
    const mutual = ['kql/src/plan/expression.ts', 'kql/src/plan/node.ts']
    expect(circlesIn(graph)).toEqual([mutual])
  })

  test.each([
    ['Kusto.Language', /\bKusto\.(?!Data\.)|@kusto\/language-service-next|#language-service/, 'kql/src/frontend/'],
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
      ['printable', 'preformatted', 'palette', 'json-text', 'render-github'].map(name => `diagnostics/src/${name}.ts`),
    ],
  ])('only %s', (_, what, homes) => {
    const does = ({ path, code }: SourceText) =>
      homes.some(home => path.startsWith(home)) ? [] : (what.exec(code) ?? [])
    expect(offences(does)).toEqual([])
  })

  test('files are named for what they hold and stay readable', () => {
    const misnamed = (source: SourceText) =>
      /(^|\/)(utils?|helpers?|common|misc|manager|types)\.ts$|[A-Z ]/.test(source.path) ? ['is misnamed'] : []
    const large = ({ lines }: SourceText) => (lines > 400 ? ['has more than 400 lines'] : [])
    expect(offences(source => [...misnamed(source), ...large(source)])).toEqual([])
    const lengths = sources.map(({ lines }) => lines).sort((a, b) => a - b)
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(60)
  })

  test('a file of a few lines is an entry point, or one row of a folder that has a file for each', () => {
    const entries = /\/index\.ts$|^cli\/bin\/|^cli\/src\/api\/kql\.ts$|^kql\/src\/run\/load-engine\.ts$/
    const rows =
      /^(?:rules\/src\/checks|kql\/src\/emit|azure\/src\/resources)\/[^/]+$|^cli\/src\/views\/[\w-]+\.\w+\.ts$/
    const small = ({ path, lines }: SourceText) =>
      lines < 10 && !entries.test(path) && !rows.test(path) ? [`has ${lines} lines`] : []
    expect(offences(small)).toEqual([])
  })
})
