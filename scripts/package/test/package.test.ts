import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fencesOf, pageText, stepsOf } from '../../../packages/cli/test/documents.ts'
import { digest } from '../assemble.mjs'
import { emptyMachine, expectRun } from '../empty-machine.mjs'
import { install } from '../install.mjs'
import { pack } from '../pack.mjs'
import { useEveryVerb } from '../use-every-verb.mjs'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const read = (...path: string[]) => readFile(join(root, ...path), 'utf8')

let scratch: string
let packed: Awaited<ReturnType<typeof pack>>
let files: readonly string[]

const packedFile = (path: string) => readFile(join(scratch, 'tripline', path), 'utf8')

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'tripline-pack-'))
  packed = await pack(root, scratch)
  files = packed.files
})
afterAll(() => rm(scratch, { recursive: true, force: true }))

describe('the npm package', () => {
  test('has what is used and nothing else', () => {
    const kinds =
      /^(?:bin\/(?:tripline\.js|package\.json)|checks\/[a-z-]+\.md|data\/(?:asim|hunting|tables)\.txt|data\/csv-scan\.wasm|data\/evtx\/(?:evtx\.wasm|licenses\.txt)|data\/known-events\.wasm|dist\/[\w.-]+\.cjs|dist\/(?:index|kql)\.js|dist\/api\/[\w-]+\.d\.ts|dist\/engine-version|vendor\/.+|LICENSE|THIRD-PARTY-LICENSES|README\.md|package\.json)$/
    expect(files.filter(path => !kinds.test(path))).toEqual([])
    expect(files.filter(path => path.startsWith('vendor/')).sort()).toEqual([
      'vendor/@duckdb/node-api/dataAccessors.js',
      'vendor/@duckdb/node-api/index.js',
      'vendor/@duckdb/node-api/package.json',
      'vendor/@duckdb/node-api/vectors/dataAccessors.js',
      'vendor/@kusto/language-service-next/Kusto.Language.Bridge.min.js',
      'vendor/@kusto/language-service-next/bridge.min.js',
      'vendor/@kusto/language-service-next/package.json',
      'vendor/rregex/lib/commonjs.cjs',
      'vendor/rregex/lib/rregex.wasm',
      'vendor/rregex/package.json',
      'vendor/uap-core/package.json',
      'vendor/uap-core/regexes.yaml',
    ])
    expect(packed.size).toBeLessThan(3e6)
    expect(packed.unpackedSize).toBeLessThan(14.4e6)
  })

  test('knows nothing of the workspace that it was made in', async () => {
    const manifest = JSON.parse(await packedFile('package.json'))
    expect(Object.keys(manifest.dependencies)).toEqual(['@duckdb/node-bindings'])
    for (const key of ['private', 'devDependencies', 'scripts', 'pnpm']) expect(manifest).not.toHaveProperty(key)
    const own = files.filter(path => /^(?:dist\/.*\.(?:c?js|d\.ts)|package\.json|bin\/.*)$/.test(path))
    const texts = await Promise.all(own.map(async path => ({ path, text: await packedFile(path) })))
    const leaks = texts.filter(
      ({ text }) => text.includes(root) || /(?:from|import\(|require\()\s*["'`]@tripline\/|workspace:\*/.test(text),
    )
    expect(leaks.map(({ path }) => path)).toEqual([])
  })

  test('has every file that its code opens by name', async () => {
    const code = await Promise.all(files.filter(path => /^dist\/.*\.cjs$/.test(path)).map(packedFile))
    const relative = code.flatMap(text =>
      Array.from(text.matchAll(/new URL\([`'"](\.[^`'"]+)[`'"],\s*require\("url"\)\.pathToFileURL\(__filename\)/g)),
    )
    const opened = relative.map(([, path]) => join('dist', path!))
    expect(opened).toContain('dist/compile-thread.cjs')
    // Unbundled, versions are read from the manifests of the packages.
    expect(
      opened.filter(
        path =>
          !files.includes(path) && !['../package.json', '../../'].includes(path) && !/^(?:\.\/?|dist\/?)$/.test(path),
      ),
    ).toEqual([])

    const { imports } = JSON.parse(await packedFile('package.json')) as { imports: Record<string, string> }
    const homes = await readdir(join(root, 'packages'))
    const manifests = await Promise.all(
      homes.map(async home => JSON.parse(await read('packages', home, 'package.json'))),
    )
    const names = manifests.flatMap(manifest => Object.keys(manifest.imports ?? {}))
    expect(Object.keys(imports).sort()).toEqual(names.sort())
    const missing = Object.values(imports).filter(
      target => !files.some(path => new RegExp(`^\\./${target.slice(2).replace('*', '.+')}$`).test(`./${path}`)),
    )
    expect(missing).toEqual([])
  })

  // Commands that need neither must not load them, however the bundler shares chunks.
  test('loads the database and the clients of Azure only for the commands that use them', async () => {
    const chunks = new Map(
      await Promise.all(
        files
          .filter(path => /^dist\/[^/]*\.cjs$/.test(path))
          .map(async path => [path.slice(5), await packedFile(path)] as const),
      ),
    )
    const reach = (chunk: string, seen = new Set<string>()): ReadonlySet<string> => {
      if (seen.has(chunk)) return seen
      seen.add(chunk)
      const imports = Array.from(
        chunks.get(chunk)?.matchAll(/\brequire_\w+=require\("\.\/([^"]+)"\)/g) ?? [],
        ([, name]) => name!,
      )
      for (const name of imports) reach(name, seen)
      return seen
    }
    const holding = (words: RegExp) => Array.from(chunks).find(([, text]) => words.test(text))![0]
    const [azure, database] = [holding(/AzurePowerShellCredential/), holding(/\(.#database-driver\/index\.js.\)/)]
    const lazy = Array.from(chunks.values()).flatMap(text =>
      Array.from(text.matchAll(/=>require\(.\.\/([\w.-]+)/g), ([, name]) => name!),
    )
    const loading = (chunk: string) => [
      ...new Set(lazy.filter(name => reach(name).has(chunk)).map(name => name.replace(/\d*\.cjs$/, ''))),
    ]
    // What opens a database loads it only then, and what an open engine is asked for may share its chunk.
    const opening = ['database', 'queries', 'read-log-file', 'register-functions', 'write-log']
    const asked = ['count-conditions', 'explain-query-rows', 'sweep-runs', 'trace-rows']
    expect(loading(database).sort()).toEqual([...opening, ...asked].sort())
    const others = [
      'apply',
      'check',
      'compile',
      'doctor',
      'fmt',
      'import',
      'init',
      'new',
      'plan',
      'query',
      'remote',
      'schema',
    ]
    expect(lazy.map(name => name.replace(/\d*\.cjs$/, ''))).toEqual(expect.arrayContaining(others))
    const archive = ['apply', 'lock', 'plan', 'run', 'stores', 'sweep', 'verify'].map(verb => `archive-${verb}`)
    expect(loading(azure).sort()).toEqual([
      'absorb-drift',
      'apply',
      ...archive,
      'backtest-elsewhere',
      'doctor',
      'drift',
      'elsewhere',
      'evidence',
      'explain-own-data',
      'import-workspace',
      'open-own-data',
      'open-test-engine',
      'plan',
      'query-elsewhere',
      'record',
      'remote',
      'verify',
    ])
    for (const entry of ['entry.cjs', 'index.cjs', 'kql.cjs']) expect(reach(entry)).not.toContain(azure)
    for (const entry of ['entry.cjs', 'index.cjs', 'kql.cjs']) expect(reach(entry)).not.toContain(database)
  })

  // The bundled library is the one patched by `patches/`.
  test('has the patched reader of Parquet files', async () => {
    const patch = await read('patches/hyparquet.patch')
    const added = /^\+.*Error\('(.+)'\)/m.exec(patch)![1]!
    const code = await Promise.all(files.filter(path => /^dist\/.*\.cjs$/.test(path)).map(packedFile))
    expect(code.some(text => text.includes(added))).toBe(true)
  })

  test('names the licence of what it contains', async () => {
    const licences = await packedFile('THIRD-PARTY-LICENSES')
    for (const name of [
      '@azure/identity',
      '@duckdb/node-api',
      '@kusto/language-service-next',
      'hyparquet',
      'js-yaml',
      'rregex',
      'selfsigned',
      'uap-core',
      'yargs',
    ]) {
      expect(licences).toMatch(new RegExp(`^${name} \\d+\\.\\S+ \\((?:MIT|Apache-2\\.0)\\)$`, 'm'))
    }
    expect(
      licences.match(/^Permission is hereby granted|^\s+Apache License$|^Permission to use, copy/gm)!.length,
    ).toBeGreaterThan(20)
  })

  test('has an engine version that changes with any of its files', async () => {
    const copy = join(scratch, 'copy')
    await cp(join(scratch, 'tripline'), copy, { recursive: true })
    expect(await digest(copy)).toBe(await packedFile('dist/engine-version'))
    for (const path of [
      'dist/compile-thread.cjs',
      'data/tables.txt',
      'vendor/rregex/lib/rregex.wasm',
      'package.json',
    ]) {
      const before = await digest(copy)
      await writeFile(join(copy, path), ' ', { flag: 'a' })
      expect(await digest(copy)).not.toBe(before)
    }
  })
})

/** Prints to stderr which heavy modules the main thread has loaded. */
const spy = `data:text/javascript,${encodeURIComponent(`
  import { createRequire } from 'node:module'
  const { cache } = createRequire('/')
  process.on('exit', () => {
    if (Object.keys(cache).some(path => path.includes('/@duckdb'))) process.stderr.write('loaded duckdb\\n')
    if (globalThis.Kusto) process.stderr.write('loaded kusto\\n')
  })
`)}`

describe('installed by npm in an empty folder', () => {
  let machine: Awaited<ReturnType<typeof emptyMachine>>
  let tripline: readonly string[]

  beforeAll(async () => {
    machine = await emptyMachine({ cache: await npmCache() })
    tripline = await install(machine, packed.tarball)
  })
  afterAll(() => machine.remove())

  test('does all that the command does', async () => {
    await useEveryVerb(machine, tripline)
    const kept = await readdir(join(machine.folder, '../home/.cache/tripline/analyses'))
    expect(kept).toEqual([await packedFile('dist/engine-version')])
    const code = await readdir(join(machine.folder, '../home/.cache/tripline/code', kept[0]!))
    // What V8 would not take, processes would keep again.
    for (const kind of ['check', 'test', 'replay'])
      expect(code.filter(name => name.startsWith(`${kind}-`))).toHaveLength(1)
  })

  test('prints what the documentation shows', async () => {
    const consoles = fencesOf(pageText('docs/installing.md')).filter(({ language }) => language === 'console')
    const steps = consoles.flatMap(({ text }) => stepsOf(text))
    const shown = steps.filter(({ command }) => command.startsWith('npx tripline '))
    expect(shown.length).toBeGreaterThan(2)
    for (const path of ['detections', 'tripline.yaml', '.schemas', '.gitignore']) {
      await rm(join(machine.folder, path), { recursive: true })
    }
    for (const { command, output } of shown) {
      const { stdout } = await machine.run([...tripline, ...words(command).slice(2)])
      expect(stdout.trim(), command).toBe(output)
    }
  })

  test('runs the programs of the documentation, which type-check', async () => {
    const blocks = fencesOf(pageText('docs/api.md'))
    const programs = blocks.flatMap(({ language, text }, index) =>
      language === 'js' ? [{ text, printed: blocks[index + 1]!.text }] : [],
    )
    expect(programs).toHaveLength(2)
    for (const [index, { text, printed }] of programs.entries()) {
      await writeFile(join(machine.folder, `program-${index}.mjs`), text)
      await writeFile(join(machine.folder, `program-${index}.mts`), text)
      expect(expectRun(await machine.run(['node', `program-${index}.mjs`]), 0).stdout).toBe(printed)
    }
    const compilerOptions = {
      strict: true,
      noEmit: true,
      module: 'nodenext',
      lib: ['es2022', 'esnext.disposable'],
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
    }
    await writeFile(
      join(machine.folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: programs.map((_, index) => `program-${index}.mts`) }),
    )
    expectRun(await machine.run([join(root, 'node_modules/.bin/tsc'), '-p', '.']), 0)
  })

  test.each([
    [['node_modules/tripline/bin/tripline.js', '--version']],
    [['node_modules/tripline/bin/tripline.js', 'schema', 'show', 'Heartbeat']],
    [['--input-type=module', '-e', 'await import("tripline")']],
  ])('node %j loads neither parser nor database', async argv => {
    const { code, stderr } = await machine.run(['node', '--import', spy, ...argv])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  test('is ready to be published', async () => {
    const { code, stderr } = await machine.run(['npm', 'publish', packed.tarball, '--dry-run', '--loglevel', 'warn'])
    const warnings = stderr.split('\n').filter(line => line !== '' && !line.includes('requires you to be logged in'))
    expect({ code, warnings }).toEqual({ code: 0, warnings: [] })
  })
})

/** The words of a command line, some of them quoted. */
const words = (line: string): readonly string[] =>
  Array.from(line.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, bare]) => quoted ?? bare!)

/** npm uses its cache. */
async function npmCache(): Promise<string> {
  const { stdout } = await promisify(execFile)('npm', ['config', 'get', 'cache'])
  return stdout.trim()
}
