import { readFileSync, writeFileSync } from 'node:fs'
import type { ApplyReport, Step } from '@tripline/deploy'
import { printableDocument } from '@tripline/diagnostics'
import { expect, test } from 'vitest'
import { commandReport as report } from '../../src/command-line/command-report.ts'
import { guardedWrite } from '../../src/process/guarded-write.ts'
import type { Io, Output } from '../../src/process/io.ts'
import { showSteps, showSums } from '../../src/views/apply.human.ts'
import { showApplyJson } from '../../src/views/apply.json.ts'
import { showDiagnostics } from '../../src/views/diagnostics.human.ts'
import { showFault, showWarning } from '../../src/views/process.human.ts'
import { enterFolder, tripline } from '../cli.ts'
import { sample } from '../sample.ts'
import { withEmulator } from '../with-emulator.ts'
import { harmless } from './expect-harmless.ts'
import { hostileStrings, hostileTexts } from './hostile-strings.ts'
import { runnerCommands, terminalTricks } from './runner-commands.ts'

/** What a recorded log can hold: it is UTF-8. */
const texts = [...Object.values(hostileStrings), ...hostileTexts].map(text => text.toWellFormed())

const log = texts
  .map(text =>
    JSON.stringify({ TimeGenerated: '2026-03-02T09:30:00Z', UserPrincipalName: text, IPAddress: '203.0.113.9' }),
  )
  .join('\n')

const withLog = { ...sample, 'logs/SigninLogs.jsonl': log }
const users = 'SigninLogs | project UserPrincipalName'

test('cells are exact in documents and harmless in every format', async () => {
  enterFolder(withLog)
  const format = async (name: string) => (await harmless(['query', users, '--data', 'logs', '--format', name])).stdout
  expect(JSON.parse(await format('json')).rows).toEqual(texts.map(text => [text]))
  const lines = (await format('ndjson')).trimEnd().split('\n')
  expect(lines.map(line => JSON.parse(line).UserPrincipalName)).toEqual(texts)
  await harmless(['query', users, '--data', 'logs'], { terminal: true })
})

test('CSV is exact but for U+FFFD for what is obeyed', async () => {
  const cells = ['a\r\nb', 'a\tb', '"a","b"', ' é\u200d ', 'a\u001bb\rc', 'a\n::error::b']
  enterFolder({
    ...sample,
    'logs/SigninLogs.jsonl': cells
      .map(text => JSON.stringify({ TimeGenerated: '2026-03-02T09:30:00Z', UserPrincipalName: text }))
      .join('\n'),
  })
  const query = (folder: string) => tripline(['query', users, '--data', folder, '--format', 'csv'])
  // RFC 4180: a cell with a comma, a quote or a line break is quoted, its quotes doubled.
  const expected = ['"a\r\nb"', 'a\tb', '"""a"",""b"""', ' é\u200d ', '"a\ufffdb\ufffdc"', '"a\n:\ufffderror::b"']
  expect((await query('logs')).stdout).toBe(['UserPrincipalName', ...expected, ''].join('\r\n'))

  enterFolder(withLog)
  const { stdout } = await query('logs')
  expect(runnerCommands(stdout)).toEqual([])
  expect(terminalTricks(stdout.replaceAll('\r\n', '\n').replaceAll('\t', ' '))).toEqual([])
})

test('hostile names of columns are harmless, too', async () => {
  for (const text of hostileTexts.map(text => text.toWellFormed())) {
    const print = `print [${JSON.stringify(text)}] = 1`
    enterFolder({ ...sample, 'logs/SigninLogs.csv': `"${text.replaceAll('"', '""')}",TimeGenerated\n1,${text}\n` })
    for (const format of ['table', 'json', 'ndjson']) await harmless(['query', print, '--format', format])
    expect(JSON.parse((await tripline(['query', print, '--format', 'json'])).stdout).columns[0].name).toBe(text)
    await harmless(['query', 'SigninLogs', '--data', 'logs'])
  }
})

test('answers of a batch are exact and harmless', async () => {
  enterFolder(sample)
  const requests = texts.map(text => ({ id: text, kql: `print x = ${JSON.stringify(text)}` }))
  const wrong = { id: hostileTexts, kql: `print [${JSON.stringify(hostileTexts[0])}` }
  const stdin = [...requests, wrong, hostileTexts[0]].map(request => JSON.stringify(request)).join('\n')
  const { stdout } = await harmless(['query', '--batch'], { stdin: `${stdin}\n${hostileTexts[0]}` })
  const answers = stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(answers.slice(0, texts.length).map(({ id, rows }) => [id, rows])).toEqual(texts.map(text => [text, [[text]]]))
  expect(answers.slice(texts.length).map(({ error }) => typeof error.message)).toEqual(['string', 'string', 'string'])
})

const alerting = {
  id: '2f1bd6c5-7a52-4c51-9f66-0d8f0c1f3a11',
  name: 'Sign-in',
  kind: 'Scheduled',
  severity: 'High',
  queryFrequency: '1h',
  queryPeriod: '1h',
  triggerOperator: 'gt',
  triggerThreshold: 0,
  query: 'SigninLogs | project TimeGenerated, UserPrincipalName, IPAddress',
  eventGroupingSettings: { aggregationKind: 'AlertPerResult' },
  entityMappings: [
    { entityType: 'Account', fieldMappings: [{ identifier: 'FullName', columnName: 'UserPrincipalName' }] },
  ],
  customDetails: { User: 'UserPrincipalName' },
  alertDetailsOverride: {
    alertDisplayNameFormat: '{{UserPrincipalName}}',
    alertDescriptionFormat: '{{UserPrincipalName}}',
  },
}

const failing = {
  rule: 'a.yaml',
  cases: [
    {
      name: 'fires',
      at: '2026-03-02T10:00:00Z',
      data: { SigninLogs: '../logs/SigninLogs.jsonl' },
      expect: { alerts: [{ title: 'other', entities: [{ Account: { FullName: 'bob' } }] }] },
    },
  ],
}

test('what a log puts into alerts is exact in documents and harmless in reports', async () => {
  enterFolder({
    'tripline.yaml': '{}',
    'detections/a.yaml': JSON.stringify(alerting),
    'detections/a.test.yaml': JSON.stringify(failing),
    'logs/SigninLogs.jsonl': log,
  })
  const run = ['run', 'detections/a.yaml', '--data', 'logs', '--at', '2026-03-02T10:00:00Z']
  await harmless(run, { terminal: true })
  const { alerts } = JSON.parse((await harmless([...run, '--format', 'json'])).stdout)
  const details = alerts.map(({ customDetails }: { customDetails: { User: unknown } }) => customDetails.User)
  expect(details).toEqual(expect.arrayContaining(hostileTexts.map(text => text.toWellFormed())))
  await harmless(['test', ...reporters], { terminal: true })
  const { cases } = JSON.parse(readFileSync('json', 'utf8'))
  const [, failure] = /<failure[^>]*>(.*)<\/failure>/s.exec(readFileSync('junit', 'utf8'))!
  expect(cases[0].differences).not.toEqual([])
  for (const { message } of cases[0].differences) expect(parsedXml(failure!)).toContain(xmlCharacters(message))
  for (const name of reports) expect(runnerCommands(readFileSync(name, 'utf8'))).toEqual([])
})

const reports = ['junit', 'json', 'sarif']
const reporters = reports.flatMap(name => ['--reporter', `${name}=${name}`])

/** As a parser reads it. */
const parsedXml = (xml: string): string =>
  xml
    .replace(/&#x([0-9a-f]+);/g, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&(lt|gt|quot|apos);/g, (_, name: 'lt') => ({ lt: '<', gt: '>', quot: '"', apos: "'" })[name])
    .replaceAll('&amp;', '&')

/** XML 1.0, production 2: what is not one of its characters is replaced. */
const xmlCharacters = (text: string): string =>
  text.replace(/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')

test('what a workspace answers is harmless', async () => {
  const names = texts.slice(0, Object.keys(hostileStrings).length)
  const idOf = (n: number) => alerting.id.replace(/11$/, String(10 + n))
  const rules = (name: (n: number) => string) =>
    names.map((_, n) => [`detections/${n}.yaml`, JSON.stringify({ ...alerting, id: idOf(n), name: name(n) })] as const)
  enterFolder({
    'tripline.yaml': 'workspaces: { local: {} }',
    'logs/SigninLogs.jsonl': log,
    ...Object.fromEntries(rules(n => names[n]!)),
  })
  const planned = async () => JSON.parse((await harmless(['plan', '--workspace', 'local', '--format', 'json'])).stdout)
  await withEmulator(
    async () => {
      const first = await harmless(['plan', '--workspace', 'local', '--out', 'plan.json'], { terminal: true })
      expect(first.code, first.stderr).toBe(0)
      expect(runnerCommands(readFileSync('plan.json', 'utf8'))).toEqual([])
      expect((await planned()).steps.map(({ name }: Step) => name)).toEqual(expect.arrayContaining(names))
      expect(await harmless(['apply', 'plan.json'], { terminal: true })).toMatchObject({ code: 0 })
      for (const [path, text] of rules(() => 'new')) writeFileSync(path, text)
      const changes = (await planned()).steps.flatMap((step: Step) => step.changes)
      expect(changes.map(({ from }: { from: unknown }) => from)).toEqual(expect.arrayContaining(names))
      await harmless(['plan', '--workspace', 'local'])
      await harmless(['doctor', '--workspace', 'local'])
      for (const format of ['table', 'json', 'ndjson'])
        await harmless(['query', users, '--workspace', 'local', '--format', format])
      await harmless(['query', `print [${JSON.stringify(names[0])}`, '--workspace', 'local'])
    },
    '--data',
    'logs',
  )
})

/** What a view prints that no command here can be made to show. */
function printedBy(show: (io: Io) => void): string {
  let printed = ''
  const write = guardedWrite(text => {
    printed += text
  })
  const output: Output = { write, drained: async () => {}, broken: false, isTerminal: false, width: 100 }
  show({ stdout: output, stderr: output, env: {} } as Io)
  return printed
}

test.each([...Object.values(hostileStrings), ...hostileTexts])('errors, faults and warnings are harmless: %j', text => {
  const facts = { id: text, name: text, changes: [], warnings: [text], needs: [] }
  const step: Step = { ...facts, type: 'alertRules', action: 'conflict', reason: text }
  const error = { status: 400, code: text, message: text }
  const applied: ApplyReport = { workspace: text, results: [{ step, outcome: 'failed', error }] }
  const json = printedBy(io => showApplyJson({ isOne: true, outcomes: [{ workspace: text, value: applied }] }, io))
  expect(JSON.parse(json)).toMatchObject({ workspace: text, steps: [{ name: text, error }] })
  const failure = [report['remote-refused'](undefined, text, text, text)]
  const several = {
    isOne: false,
    outcomes: [
      { workspace: text, value: applied },
      { workspace: text, failure },
    ],
  }
  const views = [
    json,
    printedBy(io =>
      showSteps({ workspace: text, resource: text, steps: [step], surplus: 0 }, io).onStep(applied.results[0]!),
    ),
    printedBy(io => showSums(several, io)),
    printedBy(io => showApplyJson(several, io)),
    printedBy(io => showDiagnostics([report['remote-refused'](undefined, text, text, text)], io)),
    printedBy(io => showFault(new Error(text), io)),
    printedBy(io => showWarning(new Error(text), io)),
  ]
  for (const printed of views) expect([...runnerCommands(printed), ...terminalTricks(printed)]).toEqual([])
})

test.each([
  ['#', '#vso[a.b]c'],
  ['##vs', 'o[a.b]c'],
  ['##', '[group]'],
  [':', ':error::x'],
  ['  ', '::error::x'],
  ['a\n', '::error::x'],
  ['travis_fold', ':start:x'],
])('no command is put together by writing %j, then %j', (...parts) => {
  const printed = printedBy(({ stdout }) => {
    for (const part of parts) stdout.write(printableDocument(part))
  })
  expect(runnerCommands(parts.join(''))).not.toEqual([])
  expect(runnerCommands(printed)).toEqual([])
  expect(printed).toHaveLength(parts.join('').length)
})
