import type { Diagnosed, SourceFile } from '@tripline/diagnostics'
import {
  anyText,
  defaulted,
  list,
  located,
  mapOf,
  mapped,
  oneOrMore,
  optional,
  parseYaml,
  type Reader,
  read,
  record,
  required,
  schemaOf,
  strict,
  text,
} from '@tripline/yaml'
import type { TestCase, TestFile } from '../document/test-file.ts'
import { expectation } from './expectation.ts'
import { inlineRow } from './inline-row.ts'
import { loadReport } from './load-report.ts'
import { datetime, duration } from './rule-readers.ts'

const dataFiles = mapped(mapOf(oneOrMore(text)), entries =>
  entries.flatMap(({ key, value }) => value.map(path => ({ table: key, path }))),
)
const inlineTables = mapped(mapOf(list(inlineRow)), entries =>
  entries.map(({ key, value }) => ({ table: key, rows: value })),
)
const watchlists = mapped(mapOf(text), entries => entries.map(({ key, value }) => ({ alias: key, path: value })))

const externalData = mapped(mapOf(text), entries => entries.map(({ key, value }) => ({ url: key, path: value })))

const replay = record('a replay', {
  from: required(datetime),
  to: required(datetime),
  ingestionDelay: optional(duration),
})

const caseFields = located(
  record('a case', {
    name: required(anyText),
    at: optional(datetime),
    replay: optional(replay),
    data: defaulted(dataFiles, []),
    rows: defaulted(inlineTables, []),
    watchlists: defaulted(watchlists, []),
    externalData: defaulted(externalData, []),
    expect: required(expectation),
  }),
)

const testCase: Reader<TestCase> = {
  expected: 'a case',
  read(node, reading) {
    const fields = caseFields.read(node, reading)
    if (!fields) return undefined
    const { at, replay, ...rest } = fields.value
    if (replay && replay.to.value < replay.from.value) reading.report(loadReport['replay-backwards'](replay.to.span))
    if (at && !replay) return { span: fields.span, schedule: { kind: 'once', at }, ...rest }
    if (replay && !at) return { span: fields.span, schedule: { kind: 'replay', ...replay }, ...rest }
    // A time that cannot be read has its own message.
    const written =
      node.kind === 'mapping' && node.entries.some(({ key }) => key.text === 'at' || key.text === 'replay')
    if (!written || (at && replay)) reading.report(loadReport['case-time'](rest.name.span))
    return undefined
  },
  schema: strictness => schemaOf(caseFields, strictness),
}

const cases: Reader<readonly TestCase[]> = {
  expected: 'a list of cases',
  read(node, reading) {
    const all = list(testCase).read(node, reading)
    const names = new Set<string>()
    for (const { name } of all ?? []) {
      if (names.has(name.value)) reading.report(loadReport['case-name-twice'](name.span, name.value))
      names.add(name.value)
    }
    return all
  },
  schema: strictness => schemaOf(list(testCase), strictness),
}

/** `*.test.yaml` */
export const testFormat = record('a test file', { rule: required(text), cases: required(cases) })

/** Reads a `*.test.yaml`. Any mistake makes the file unusable, because a partly read test proves nothing. */
export function loadTestFile(file: SourceFile): Diagnosed<TestFile> {
  const { value: node, diagnostics: yaml } = parseYaml(file)
  if (!node || yaml.length > 0) return { diagnostics: yaml }
  const { value, diagnostics } = read(testFormat, node, strict)
  return { ...(value && diagnostics.length === 0 && { value: { file, ...value } }), diagnostics }
}
