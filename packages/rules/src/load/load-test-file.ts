import type { Diagnosed, Located, SourceFile } from '@tripline/diagnostics'
import { isLogsFile } from '@tripline/project'
import {
  anyText,
  defaulted,
  lenient,
  list,
  located,
  mapOf,
  mapped,
  oneOrMore,
  optional,
  parsed,
  parseYaml,
  type Reader,
  type Reading,
  read,
  record,
  required,
  schemaOf,
  strict,
  text,
} from '@tripline/yaml'
import type { TestCase, TestFile, WatchlistFile, WatchlistRows } from '../document/test-file.ts'
import { caseLogs } from './case-logs.ts'
import { expectation, scalar } from './expectation.ts'
import { loadReport } from './load-report.ts'
import { datetime, duration } from './rule-readers.ts'

const sharedLogsPath = parsed('the path of a file whose name ends in .logs.yaml', path =>
  isLogsFile({ path }) ? path : undefined,
)

const watchlistRow = mapped(mapOf(scalar), cells => cells.map(({ key, value }) => ({ column: key, value })))
const watchlistRows = list(watchlistRow)

/** The file of a watchlist, or its rows. */
const watchlist: Reader<Pick<WatchlistFile, 'path'> | Pick<WatchlistRows, 'rows'>> = {
  expected: 'a path, or a list of rows',
  read(node, reading) {
    if (node.kind === 'sequence') {
      const rows = watchlistRows.read(node, reading)
      return rows && { rows }
    }
    const path = text.read(node, reading)
    return path && { path }
  },
  schema: strictness => ({ anyOf: [schemaOf(text, strictness), schemaOf(watchlistRows, strictness)] }),
}

const watchlists = mapped(mapOf(watchlist), entries => ({
  watchlists: entries.flatMap(({ key, value }) => ('path' in value ? [{ alias: key, ...value }] : [])),
  watchlistRows: entries.flatMap(({ key, value }) => ('rows' in value ? [{ alias: key, ...value }] : [])),
}))

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
    include: defaulted(oneOrMore(sharedLogsPath), []),
    shiftTo: optional(datetime),
    ...caseLogs,
    watchlists: defaulted(watchlists, { watchlists: [], watchlistRows: [] }),
    externalData: defaulted(externalData, []),
    expect: required(expectation),
  }),
)

const testCase: Reader<TestCase> = {
  expected: 'a case',
  read(node, reading) {
    const fields = caseFields.read(node, reading)
    if (!fields) return undefined
    const { at, replay, data, watchlists: lists, ...others } = fields.value
    const rest = { ...others, ...data, ...lists }
    const { shiftTo, include } = rest
    if (shiftTo && [...rest.data, ...rest.folders, ...include].length === 0) {
      reading.report(loadReport['shift-nothing'](shiftTo.span))
    }
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

/** A case with a mistake is reported and left out. */
const soundCase: Reader<TestCase> = {
  ...testCase,
  read(node, reading) {
    let isSound = true
    const report: Reading['report'] = found => {
      isSound = false
      reading.report(found)
    }
    const value = testCase.read(node, { ...reading, report })
    return isSound ? value : undefined
  },
}

const cases: Reader<readonly TestCase[]> = {
  expected: 'a list of cases',
  read(node, reading) {
    const all = list(soundCase).read(node, reading)
    const names = new Set<string>()
    return all?.filter(({ name }) => {
      const isFirst = !names.has(name.value)
      if (!isFirst) reading.report(loadReport['case-name-twice'](name.span, name.value))
      names.add(name.value)
      return isFirst
    })
  },
  schema: strictness => schemaOf(list(testCase), strictness),
}

const namedRule = record('a test file', { rule: optional(text) })

/** `*.test.yaml` */
export const testFormat = record('a test file', { rule: required(text), cases: required(cases) })

/** A test file as far as it could be read. */
export interface LoadedTestFile extends Diagnosed<TestFile> {
  readonly path: string
  /** The rule that it names, whatever else is wrong. */
  readonly rule?: Located<string>
}

/** Reads a `*.test.yaml`. Cases with mistakes are left out, because a partly read case proves nothing. */
export function loadTestFile(file: SourceFile): LoadedTestFile {
  const { path } = file
  const { value: node, diagnostics: yaml } = parseYaml(file)
  if (!node) return { path, diagnostics: yaml }
  const { value, diagnostics } = read(testFormat, node, strict)
  const rule = value ? { rule: value.rule } : read(namedRule, node, lenient).value
  const usable = value && yaml.length === 0
  return { path, ...rule, ...(usable && { value: { file, ...value } }), diagnostics: [...yaml, ...diagnostics] }
}
