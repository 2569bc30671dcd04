import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { loadCatalogue } from '@tripline/schemas'
import { describe, expect, test } from 'vitest'
import { Language, loadParser, toArray } from '../src/frontend/parser.ts'
import { callKind, functionRow, functionRows } from '../src/functions/registry.ts'
import type { FunctionRow } from '../src/functions/row.ts'
import { multiColumnRows } from '../src/lower/expressions/multi-column.ts'
import { specialCalls } from '../src/lower/expressions/special-call.ts'
import { plugins, refusedPlugins } from '../src/lower/operators/evaluate.ts'
import { operators, refusedOperators } from '../src/lower/operators/operators.ts'
import { sources } from '../src/lower/table.ts'
import type { RefusalText } from '../src/refusals/refusal-row.ts'
import { coverageOf } from './case-coverage.ts'
import { type Domain, domains } from './domain/cells.ts'
import { countLabels, countsOf, shownCounts } from './domain/counts.ts'
import { builtOperators, operatorName } from './domain/operator-names.ts'
import { tabularDomains } from './domain/tabular-domains.ts'
import { queryCases } from './query-case.ts'

const catalogue = loadCatalogue()
const cases = queryCases(name => catalogue.get(name)!)
const covered = coverageOf(cases, catalogue)
const refusals = new Set(cases.flatMap(({ folder, expected }) => (typeof expected === 'string' ? [] : [folder.name])))

/** The case folders that exercise a part, its own first. */
const foldersOf = ({ name, part = name }: Pick<MatrixRow, 'name' | 'part'>): readonly string[] => {
  const folders = covered.get(part) ?? []
  return [...folders.filter(folder => folder.includes(`/${name}/`)), ...folders]
}

const namesIn = (list: unknown): ReadonlySet<string> => new Set(toArray<{ Name: string }>(list).map(({ Name }) => Name))

/** The names that the official parser knows, and hence a query can use. */
const kusto = {
  functions: namesIn(Language.Functions.All),
  aggregates: namesIn(Language.Aggregates.All),
  plugins: namesIn(Language.PlugIns.All),
  operators: Object.keys(Language.Syntax).filter(
    name => /^[A-Z].*Operator$/.test(name) && !/^(Query|Bad|Partial|MacroExpand)/.test(name),
  ),
}

interface MatrixRow {
  readonly name: string
  readonly kind: string
  readonly how: string
  readonly rules?: readonly string[]
  /** Its name in the cases. */
  readonly part?: string
  /** How many edges of its arguments are settled, and by what. */
  readonly edges?: string
}

const notBuilt = 'refused: not built'

const refusal = ({ kind, code, message, fix }: RefusalText): string =>
  `${kind === 'semantic' ? 'rejected' : 'refused'} ([${code}](refusals.md#${code})): ${message}${fix === undefined ? '' : `; ${fix}`}`

const hows: { readonly [Kind in FunctionRow['kind']]: (row: Extract<FunctionRow, { kind: Kind }>) => string } = {
  scalar: () => 'SQL',
  aggregate: () => 'SQL',
  window: () => 'SQL',
  udf: () => 'JavaScript',
  refused: row => refusal(row.reason(row.names[0]!)),
}

const howOf = (row: FunctionRow): string => (hows[row.kind] as (row: FunctionRow) => string)(row)

const kindOf = (row: FunctionRow, name: string): string => {
  if (!/\w/.test(name) || !kusto.functions.has(name))
    return kusto.aggregates.has(name) ? 'aggregate' : 'operator on values'
  return row.kind === 'window' ? 'window function' : row.kind === 'aggregate' ? 'aggregate' : 'function'
}

const isSpoken = (name: string): boolean =>
  kusto.functions.has(name) || kusto.aggregates.has(name) || !/^[a-z]\w*_\w+$/.test(name)

loadParser()
const counted = countsOf([...domains(), ...tabularDomains()])

const edgesOf = (name: string, kind: Domain['kind']): string => shownCounts(counted.of(name, kind))

/** Names that queries can use; the others are internal steps of operators. */
const functionMatrix: readonly MatrixRow[] = [
  ...functionRows.flatMap(row =>
    row.names.filter(isSpoken).map(
      (name): MatrixRow => ({
        name,
        kind: kindOf(row, name),
        how: howOf(row),
        rules: row.rules,
        part: name,
        edges: edgesOf(name, callKind(row)),
      }),
    ),
  ),
  ...Object.keys(specialCalls).map(
    (name): MatrixRow => ({ name, kind: 'function', how: 'by the query’s own names and time' }),
  ),
  ...Object.keys(multiColumnRows)
    .filter(name => !functionRow(name, 'scalar'))
    .map((name): MatrixRow => ({ name, kind: 'function of several columns', how: 'SQL' })),
]

const built = new Set(functionMatrix.map(({ name }) => name))
const missingFunctions = [...new Set([...kusto.functions, ...kusto.aggregates])].filter(
  name => !built.has(name) && !name.startsWith('__'),
)

const operatorMatrix: readonly MatrixRow[] = [
  ...builtOperators.map((node): MatrixRow => {
    const name = operatorName(node)
    const row = { name, kind: 'operator', part: node, edges: edgesOf(name, 'operator') }
    return { ...row, how: foldersOf(row).every(folder => refusals.has(folder)) ? 'refused' : 'plan' }
  }),
  ...kusto.operators
    .filter(node => !builtOperators.includes(node) && !(node in refusedOperators))
    .map((node): MatrixRow => ({ name: operatorName(node), kind: 'operator', how: notBuilt })),
  ...Object.entries(refusedOperators).map(
    ([node, row]): MatrixRow => ({ name: operatorName(node), kind: 'operator', how: refusal(row), part: node }),
  ),
  ...Object.keys(plugins).map(
    (name): MatrixRow => ({ name, kind: 'plugin', how: 'plan, in stages', edges: edgesOf(name, 'plugin') }),
  ),
  ...Object.entries(refusedPlugins).map(([name, row]): MatrixRow => ({ name, kind: 'plugin', how: refusal(row) })),
  ...[...kusto.plugins]
    .filter(name => !(name in plugins) && !(name in refusedPlugins))
    .map((name): MatrixRow => ({ name, kind: 'plugin', how: notBuilt })),
]

const escaped = (text: string): string => text.replaceAll('|', '\\|')

function line({ name, kind, how, rules, part, edges }: MatrixRow): string {
  const [folder] = foldersOf({ name, ...(part !== undefined && { part }) })
  const link = folder === undefined ? '' : `[${folder}](../../packages/kql/cases/${folder})`
  const cells = [`\`${escaped(name)}\``, kind, escaped(how), rules?.join(', ') ?? '', edges ?? '', link]
  return `| ${cells.join(' | ')} |`
}

const inOrder = (rows: readonly MatrixRow[]): readonly string[] =>
  [...rows].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.kind < b.kind ? -1 : 1)).map(line)

const header = ['| name | kind | how | semantics | edges | case |', '|---|---|---|---|---|---|']

describe('docs/generated/kql-support.md', () => {
  test('matches the code', async () => {
    const text = [
      '# What of KQL runs',
      '',
      'Written by `pnpm test:only packages/kql/test/support-matrix.test.ts -u` from the tables of the engine. SQL and plan: in the database; JavaScript: called by it, a row at a time; refused: a located',
      'error of kind `unsupported` with the reason; rejected: Kusto rejects it too. The numbers are sections of [semantics.md](../semantics.md); the case shows it at work.',
      '',
      'Edges of an argument are the extreme values of its types (null, empty, negative, NaN …), a constant and a column. Of each it is known what settles the result: a recorded answer of the service,',
      'a page of the documentation, or nothing, and then the call is refused. Open edges are answered and not yet examined.',
      '',
      '| edges | in all |',
      '|---|---|',
      ...Object.entries(counted.total).map(
        ([by, count]) => `| ${countLabels[by as keyof typeof countLabels]} | ${count} |`,
      ),
      '',
      '## Operators and plugins',
      '',
      ...header,
      ...inOrder(operatorMatrix),
      '',
      '## Functions and operators on values',
      '',
      ...header,
      ...inOrder(functionMatrix),
      '',
      '## Not built',
      '',
      'Known to the parser, refused here by name:',
      `${missingFunctions
        .sort()
        .map(name => `\`${name}\``)
        .join(', ')}.`,
      '',
    ]
    await expect(text.join('\n')).toMatchFileSnapshot('../../../docs/generated/kql-support.md')
  })
})

describe('everything supported has a case', () => {
  const missing = (names: readonly string[]) => names.filter(name => !covered.has(name))

  test('every operator', () => {
    expect(missing(Object.keys({ ...sources, ...operators }))).toEqual([])
  })

  test('every function, under every name', () => {
    expect(missing(functionRows.flatMap(row => row.names))).toEqual([])
    expect(missing(Object.keys({ ...specialCalls, ...multiColumnRows }))).toEqual([])
  })

  test('every plugin', () => {
    expect(missing(Object.keys(plugins))).toEqual([])
  })
})

const sectionsOf = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/^## (\d+)\./gm), ...text.matchAll(/\*\*(\d+\.\d+)\*\*/g)].map(match => match[1]!))

/** Sections that a text cites: `semantics 6.15, 7.1`, `docs/semantics.md, 5.2`, `semantics §17`, `2.3-2.5`. */
const citationsIn = (text: string): readonly string[] =>
  Array.from(text.matchAll(/semantics(?:\.md)?,? §?((?:section )?\d+(?:\.\d+)?(?:(?:, |-)\d+\.\d+)*)/g)).flatMap(
    match => match[1]!.match(/\d+(?:\.\d+)?/g)!,
  )

const packages = fileURLToPath(new URL('../../', import.meta.url))

const sourceTexts = ['kql', 'fixtures', 'schemas', 'replay', 'emulator', 'rules'].flatMap(name => {
  const folder = `${packages}${name}/src`
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .map(file => ({ file: `${name}/src/${file}`, text: readFileSync(`${folder}/${file}`, 'utf8') }))
})

describe('docs/semantics.md', () => {
  const sections = sectionsOf(readFileSync(new URL('../../../docs/semantics.md', import.meta.url), 'utf8'))

  test('has every section that a function row cites', () => {
    const lost = functionRows.flatMap(row =>
      row.rules.filter(rule => !sections.has(rule)).map(rule => `${row.names[0]}: ${rule}`),
    )
    expect(lost).toEqual([])
  })

  test('has every section that a comment cites', () => {
    const lost = sourceTexts.flatMap(({ file, text }) =>
      citationsIn(text)
        .filter(section => !sections.has(section))
        .map(section => `${file}: ${section}`),
    )
    expect(lost).toEqual([])
  })
})
