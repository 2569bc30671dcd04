import { positionAt, type SourceFile } from '@tripline/diagnostics'
import { describe, expect, test } from 'vitest'
import { loadCatalogue, loadTables } from '../src/index.ts'

const catalogue = loadCatalogue()

const file = (path: string, text: string): SourceFile => ({ path, text })

/** What is said, each as `path:line:column id`. */
function complaints(...files: SourceFile[]): string[] {
  return loadTables(files, catalogue).diagnostics.map(({ span, id }) => {
    const { line, column } = positionAt(span!.file, span!.start)
    return `${span!.file.path}:${line}:${column} ${id}`
  })
}

describe("a repository's own tables", () => {
  test('a new table has its columns in order, then the standard ones it does not name', () => {
    const text = 'table: Door_CL\ncolumns: { TimeGenerated: datetime, Badge: long, Details: dynamic }\n'
    const { value, diagnostics } = loadTables([file('schemas/door.yaml', text)], catalogue)
    expect(diagnostics).toEqual([])
    expect(value?.map(({ name }) => name)).toEqual(['Door_CL'])
    const columns = value?.[0]?.columns.map(({ name, type }) => `${name}:${type}`)
    expect(columns?.slice(0, 3)).toEqual(['TimeGenerated:datetime', 'Badge:long', 'Details:dynamic'])
    expect(columns).toContain('_ResourceId:string')
    expect(columns?.filter(column => column.startsWith('TimeGenerated'))).toHaveLength(1)
  })

  test('a table of the catalogue gains columns', () => {
    const { value } = loadTables(
      [file('s.yaml', 'table: Heartbeat\ncolumns:\n  Computer: string\n  Rack: int\n')],
      catalogue,
    )
    const before = catalogue.get('Heartbeat')!.columns
    expect(value?.[0]?.columns).toEqual([...before, { name: 'Rack', type: 'int' }])
  })

  test.each([
    ['an unknown type', 'table: A_CL\ncolumns:\n  B: strnig\n', 's.yaml:3:6 unknown-value'],
    ['a column twice', 'table: A_CL\ncolumns: { B: int, B: int }\n', 's.yaml:2:20 yaml-duplicate-key'],
    [
      'another type than the catalogue',
      'table: Heartbeat\ncolumns: { Computer: int }\n',
      's.yaml:2:22 column-type-differs',
    ],
    ['a name that no query could write', 'table: A_CL\ncolumns: { a b: int }\n', 's.yaml:2:12 table-name'],
    ['no columns', 'table: A_CL\n', 's.yaml:1:1 missing-key'],
    ['no YAML', 'table: [', 's.yaml:1:9 yaml-malformed'],
  ])('%s is refused at its span', (_, text, complaint) => {
    expect(complaints(file('s.yaml', text))).toEqual([complaint])
    expect(loadTables([file('s.yaml', text)], catalogue).value).toBeUndefined()
  })

  test('an unknown type names the nearest', () => {
    const [found] = loadTables([file('s.yaml', 'table: A_CL\ncolumns: { B: strnig }\n')], catalogue).diagnostics
    expect(found?.message).toMatch(/did you mean string\?/)
  })

  test('one table in two files is refused, naming the first', () => {
    const text = 'table: A_CL\ncolumns: { B: int }\n'
    expect(complaints(file('a.yaml', text), file('b.yaml', text))).toEqual(['b.yaml:1:8 table-twice'])
  })
})
