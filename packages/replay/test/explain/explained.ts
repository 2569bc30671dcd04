import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inside, named } from '@tripline/files'
import { openEngine, openLogStore } from '@tripline/kql/engine'
import { loadCatalogue } from '@tripline/schemas'
import { onTestFinished } from 'vitest'
import { type Explanation, explainCase, lineOf, loadSuite, type ReplayEnvironment } from '../../src/index.ts'
import { located as locatedValue } from '../sample.ts'
import { ruleText, testText } from '../suite/written-tests.ts'

/** A rule whose query is a block, and one case of it. */
export interface Written {
  readonly query: string
  /** Other keys of the rule. */
  readonly rule?: Readonly<Record<string, string>>
  /** Rows by table, in flow style. */
  readonly rows?: Readonly<Record<string, readonly string[]>>
  /** Other keys of the case. */
  readonly test?: Readonly<Record<string, string>>
  readonly functions?: ReplayEnvironment['functions']
  /** Values of the watchlist `Known`. */
  readonly known?: readonly string[]
}

/** The explanation of the case, which runs at 10:00 unless its keys say otherwise. */
export async function explained({
  query,
  rule,
  rows = {},
  test,
  known = [],
  functions = [],
}: Written): Promise<Explanation> {
  const root = await mkdtemp(join(tmpdir(), 'explain-'))
  onTestFinished(() => rm(root, { recursive: true }))
  await mkdir(join(root, 'lists'))
  await writeFile(join(root, 'lists/known.csv'), ['Name', ...known, ''].join('\n'))
  const block = `|\n${query
    .split('\n')
    .map(line => `  ${line}\n`)
    .join('')}`
  await writeFile(join(root, 'a.yaml'), ruleText({ ...rule, query: block }))
  const tables = Object.entries(rows).map(([table, list]) => `${table}: [${list.join(', ')}]`)
  const keys = { at: '2026-03-02T10:00:00Z', rows: `{ ${tables.join(', ')} }`, expect: '{ alerts: [] }', ...test }
  const { at, ...scheduled } = keys
  await writeFile(join(root, 'a.test.yaml'), testText('replay' in keys ? scheduled : { at, ...scheduled }))
  const suite = await loadSuite(inside(root, join(root, 'a.test.yaml')), root)
  const [testCase] = suite.value?.tests.cases ?? []
  const { value, diagnostics } = await explainCase(testCase!, suite.value!.rule.value!, {
    openEngine,
    logs: openLogStore(named(join(root, 'stored'))),
    catalogue: loadCatalogue(),
    functions,
    watchlists: [
      {
        alias: locatedValue('Known'),
        file: locatedValue(inside(root, join(root, 'lists/known.csv'))),
        searchKey: locatedValue('Name'),
      },
    ],
    externalData: [],
    root,
    timeout: 30_000,
    stopwatch: () => 0,
  })
  if (!value) throw new Error(diagnostics.map(({ message }) => message).join('\n'))
  return value
}

/** The line of the rule's file that a cause names, and its kind. */
export const blamed = ({ causes: [first] }: Explanation): readonly [string, string] | undefined =>
  first && [first.kind, first.span.file.text.split('\n')[lineOf(first.span) - 1]!.trim()]
