import { type FilePath, inside, temporaryFolder } from '@tripline/files'
import { datetimeFromUnixMilliseconds, loadCatalogue, type Table } from '@tripline/schemas'
import { expect, test } from 'vitest'
import { openDatabase, openEngine } from '../src/engine.ts'

const logs: Table = {
  name: 'Logs_CL',
  columns: [
    { name: 'TimeGenerated', type: 'datetime' },
    { name: 'Number', type: 'long' },
    { name: 'Text', type: 'string' },
    { name: 'More', type: 'dynamic' },
  ],
}

const time = datetimeFromUnixMilliseconds(Date.UTC(2026, 2, 2, 10))

/** The rows of files that come one after the other, and how often they had to. */
async function rowsOf(files: readonly (readonly object[])[]) {
  using folder = temporaryFolder()
  let times = 0
  async function* parts(): AsyncGenerator<readonly FilePath[]> {
    times += 1
    for (const [index, rows] of files.entries()) {
      const lines = rows.map(row => `${JSON.stringify({ TimeGenerated: '2026-03-02T10:00:00Z', ...row })}\n`)
      yield [inside(folder.path, folder.write(`${index}.jsonl`, lines.join('')))]
    }
  }
  const columns = { number: { column: 'Number', rank: 1 }, No: { column: 'Number' } }
  using database = await openDatabase()
  const isRead = await database.read({
    format: 'jsonl',
    table: logs,
    file: inside(folder.path, folder.write('log', '')),
    parts,
    keys: ['TimeGenerated', 'number'],
    columnOf: key => columns[key as keyof typeof columns] ?? { column: key },
    isTemporary: true,
  })
  await using engine = await openEngine(loadCatalogue(), { tables: [] }, { database })
  const answer = await engine.run({ kql: 'Logs_CL | project TimeGenerated, Number, Text, tostring(More)' })
  return { isRead, times, rows: answer.ok ? answer.rows.rows : answer.diagnostics }
}

test('keys of later files are columns from there on', async () => {
  const files = [[{ number: 1 }], [{ number: 2, Text: 'a' }], [{ More: { b: 1 } }, { Text: 'c' }]]
  expect(await rowsOf(files)).toEqual({
    isRead: true,
    times: 1,
    rows: [
      [time, 1n, '', ''],
      [time, 2n, 'a', ''],
      [time, null, '', '{"b":1}'],
      [time, null, 'c', ''],
    ],
  })
})

test('a key that counts before one of an earlier file has all files read again', async () => {
  expect(await rowsOf([[{ number: 1 }], [{ number: 2, No: 3 }], [{ Text: 'a' }]])).toEqual({
    isRead: true,
    times: 2,
    rows: [
      [time, 1n, '', ''],
      [time, 3n, '', ''],
      [time, null, 'a', ''],
    ],
  })
})
