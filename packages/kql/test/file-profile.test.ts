import { loadCatalogue } from '@tripline/schemas'
import { expect, test } from 'vitest'
import { analyseQuery } from '../src/compile.ts'
import { openEngine } from '../src/engine.ts'
import { profiledFiles } from '../src/world/file-profile.ts'

const catalogue = loadCatalogue('xdr')
const messagesOf = (kql: string, world = { catalogue }) => {
  const { diagnostics, refusals } = analyseQuery(kql, world)
  return [...diagnostics, ...refusals].map(({ message }) => message)
}

const cellsOf = (columns: readonly { name: string; type: string }[], given: Readonly<Record<string, unknown>>) =>
  columns.map(({ name, type }) => (given[name] ?? (type === 'string' ? '' : null)) as string)

async function rowsOf(kql: string, files: readonly Readonly<Record<string, unknown>>[]) {
  const table = catalogue.get('DeviceFileEvents')!
  const rows = [{ SHA1: 'AB', FileName: 'a' }, { SHA1: 'CD', FileName: 'b' }, { FileName: 'c' }]
  await using engine = await openEngine(catalogue, {
    tables: [
      { table, rows: rows.map(row => cellsOf(table.columns, row)) },
      { table: profiledFiles, rows: files.map(file => cellsOf(profiledFiles.columns, file)) },
    ],
  })
  const answer = await engine.run({ kql })
  return answer.ok ? answer.rows.rows : answer.diagnostics.map(({ message }) => message)
}

// "FileProfile() enriches up to y records with file information", by the hash in the column x; SHA1 unless it is named.
test.each(['SHA1', '"SHA1"', 'SHA1, 1000', "'SHA1', 5", ''])('invoke FileProfile(%s)', async argument => {
  const kql = `DeviceFileEvents | invoke FileProfile(${argument}) | sort by FileName asc | project FileName, SHA1, GlobalPrevalence`
  expect(messagesOf(kql)).toEqual([])
  expect(await rowsOf(kql, [{ SHA1: 'ab', GlobalPrevalence: 3 }])).toEqual([
    ['a', 'AB', 3],
    ['b', 'CD', null],
    ['c', '', null],
  ])
})

test('a file is found by either hash', async () => {
  const kql = 'DeviceFileEvents | where FileName == "a" | invoke FileProfile(SHA1) | project SHA256, Signer'
  expect(await rowsOf(kql, [{ SHA256: 'ab', Signer: 'by the other hash' }])).toEqual([['', 'by the other hash']])
})

test.each([
  ['DeviceFileEvents | invoke FileProfile(Nothing)', 'does not refer to any known column'],
  ['DeviceFileEvents | project DeviceId | invoke FileProfile()', 'the rows before it have no such column of texts'],
  ['DeviceFileEvents | invoke FileProfile(Timestamp)', 'the rows before it have no such column of texts'],
  // The documentation does not say whose SHA1 the result has.
  ['DeviceProcessEvents | invoke FileProfile(InitiatingProcessSHA1)', 'the rows before it also have SHA1, SHA256, MD5'],
])('%s is refused', (kql, reason) => {
  expect(messagesOf(kql)).toEqual([expect.stringContaining(reason)])
})

test('a workspace has no such function', () => {
  expect(messagesOf('DeviceFileEvents | invoke FileProfile()', { catalogue: loadCatalogue() })).toEqual([
    expect.stringContaining("The name 'FileProfile' does not refer to any known function"),
  ])
})

test('Timestamp is the time in advanced hunting, and TimeGenerated the same where it is named', () => {
  expect(messagesOf('DeviceEvents | where TimeGenerated == Timestamp | project ReportId')).toEqual([])
  const columns = analyseQuery('DeviceEvents', { catalogue }).columns!.map(({ name }) => name)
  expect([columns.includes('Timestamp'), columns.includes('TimeGenerated')]).toEqual([true, false])
})
