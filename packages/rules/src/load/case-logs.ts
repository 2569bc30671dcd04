import { defaulted, list, mapOf, mapped, oneOrMore, type Reader, schemaOf, text } from '@tripline/yaml'
import type { TestCase } from '../document/test-file.ts'
import { inlineRow } from './inline-row.ts'

const dataFiles = mapped(mapOf(oneOrMore(text)), entries =>
  entries.flatMap(({ key, value }) => value.map(path => ({ table: key, path }))),
)
const dataFolders = oneOrMore(text)

/** Recorded logs by table, or folders that hold them under the names of their tables. */
const recordedData: Reader<Pick<TestCase, 'data' | 'folders'>> = {
  expected: `${dataFiles.expected}, or a folder`,
  read(node, reading) {
    if (node.kind === 'mapping') return { data: dataFiles.read(node, reading) ?? [], folders: [] }
    const folders = dataFolders.read(node, reading)
    return folders && { data: [], folders }
  },
  schema: strictness => ({ anyOf: [schemaOf(dataFiles, strictness), schemaOf(dataFolders, strictness)] }),
}

const inlineTables = mapped(mapOf(list(inlineRow)), entries =>
  entries.map(({ key, value }) => ({ table: key, rows: value })),
)

/** The keys for logs, of a case and of a file that cases share. */
export const caseLogs = {
  data: defaulted(recordedData, { data: [], folders: [] }),
  rows: defaulted(inlineTables, []),
}
