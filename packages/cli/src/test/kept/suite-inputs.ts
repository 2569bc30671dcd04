import { dirname, isAbsolute, join } from 'node:path'
import type { Located } from '@tripline/diagnostics'
import { entryKind, type FilePath } from '@tripline/files'
import { loadSuite } from '@tripline/replay'
import type { TestCase } from '@tripline/rules'
import { type NamesRead, namesRead, wordsOf } from './names-read.ts'

/** What the cases of a test file read besides the test file itself. */
export interface SuiteInputs {
  /** Path of the rule. */
  readonly rule: string
  /** What the rule's query mentions. */
  readonly query: NamesRead
  readonly cases: readonly CaseInputs[]
}

export interface CaseInputs {
  readonly name: string
  /** Paths of recorded and shared logs, and of files that replace watchlists and URLs. */
  readonly files: readonly string[]
  /** Words of the tables and watchlists that the case names. */
  readonly words: readonly string[]
}

/** Undefined if the test file or its rule cannot be used as a whole. */
export async function suiteInputs(file: FilePath, root: string): Promise<SuiteInputs | undefined> {
  const { value: suite, diagnostics } = await loadSuite(file, root)
  const rule = suite?.rule.value
  if (!rule || !('query' in rule) || diagnostics.length > 0) return undefined
  // Which files a folder has is known only once it is listed.
  if (suite.tests.cases.some(namesFolder)) return undefined
  return { rule: suite.rulePath, query: namesRead([rule.query.value]), cases: suite.tests.cases.map(caseInputs) }
}

const namesFolder = ({ data, folders }: TestCase): boolean =>
  folders.length > 0 || data.some(({ path }) => entryKind(resolved(path)) === 'folder')

function caseInputs({ name, include, data, rows, watchlists, watchlistRows, externalData }: TestCase): CaseInputs {
  const names = [...data.map(({ table }) => table), ...rows.map(({ table }) => table)]
  const aliases = [...watchlists, ...watchlistRows].map(({ alias }) => alias)
  return {
    name: name.value,
    files: [...include, ...[...data, ...watchlists, ...externalData].map(({ path }) => path)].map(resolved),
    words: [...names, ...aliases].flatMap(({ value }) => wordsOf(value)),
  }
}

/** As `resolveInside` resolves it. */
const resolved = ({ value, span }: Located<string>): string =>
  isAbsolute(value) ? value : join(dirname(span.file.path), value)
