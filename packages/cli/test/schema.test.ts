import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'

test.each([
  [
    'Door_CL.jsonl',
    '{"TimeGenerated":"2026-03-02T09:30:00Z","Badge":7,"Share":0.5,"Open":true,"Name":"1","Info":{"a":1},"None":null}\n{"Badge":8.5,"Name":null,"Late":"x"}\n',
    [
      'TimeGenerated: datetime',
      'Badge: real',
      'Share: real',
      'Open: bool',
      'Name: string',
      'Info: dynamic',
      'None: string',
      'Late: string',
    ],
  ],
  [
    'Door_CL.csv',
    'TimeGenerated [UTC],Badge,Share,Open,Name,Code\n2026-03-02 09:30:00,7,0.5,true,ann,007\n2026-03-02 09:31:00,8,1,false,7,008\n',
    ['TimeGenerated: datetime', 'Badge: long', 'Share: real', 'Open: bool', 'Name: string', 'Code: string'],
  ],
])('schema infer describes the table that %s samples', async (file, text, columns) => {
  enterFolder({ [file]: text })
  const { code, stdout } = await tripline(['schema', 'infer', file])
  expect([code, stdout]).toEqual([0, `table: Door_CL\ncolumns:\n${columns.map(line => `  ${line}\n`).join('')}`])
  enterFolder({ 'tripline.yaml': '{}', 'schemas/Door_CL.yaml': stdout })
  expect(await tripline(['schema', 'show', 'Door_CL'])).toMatchObject({ code: 0 })
})

test.each([
  ['Door_CL.csv', '', 2, 'Door_CL.csv:1:1 error'],
  ['Door_CL.jsonl', '{}\n', 2, 'infer-nothing'],
  ['Door_CL.jsonl', '{"a b":1,"c":2}\n', 0, 'infer-column'],
  ['Door_CL.xlsx', 'x', 2, 'Door_CL.xlsx'],
  ['Door_CL.json', '[{"a":', 2, 'Door_CL.json:1:'],
])('schema infer says what is wrong with %s', async (file, text, code, message) => {
  enterFolder({ [file]: text })
  const answer = await tripline(['schema', 'infer', file])
  expect([answer.code, answer.stderr]).toEqual([code, expect.stringContaining(message)])
})

test('schema diff shows what a file adds to the catalogue', async () => {
  enterFolder({
    'a.yaml': 'table: Heartbeat\ncolumns: { Badge: long, Computer: string }\n',
    'b.yaml': 'table: Heartbeat\ncolumns: { Computer: long }\n',
    'c.yaml': 'table: Heartbeat\ncolumns: { Computer: string }\n',
  })
  expect(await tripline(['schema', 'diff', 'a.yaml'])).toEqual({
    code: 0,
    stdout: 'Heartbeat\n+ Badge  long\n',
    stderr: '',
  })
  expect(await tripline(['schema', 'diff', 'b.yaml'])).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('b.yaml:2:'),
  })
  expect(await tripline(['schema', 'diff', 'c.yaml'])).toMatchObject({ code: 0, stdout: 'Heartbeat\n' })
  expect(await tripline(['schema', 'diff', 'a.yaml', '--format', 'json'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('"Badge"'),
  })
  for (const argv of [['infer'], ['diff'], ['show'], ['list', 'x']])
    expect(await tripline(['schema', ...argv])).toMatchObject({ code: 2 })
})
