import { readFileSync } from 'node:fs'
import { projectSchema } from '@tripline/project'
import { ruleSchema, testSchema } from '@tripline/rules'
import { expect, test } from 'vitest'
import { enterFolder, tripline } from '../cli.ts'
import { sample } from '../sample.ts'
import { harmless } from './expect-harmless.ts'
import { hostileStrings, hostileTexts } from './hostile-strings.ts'
import { gitHubCommand, runnerCommands } from './runner-commands.ts'
import { schemaPaths, withValue } from './schema-paths.ts'

const rule = {
  id: '2f1bd6c5-7a52-4c51-9f66-0d8f0c1f3a11',
  name: 'Sign-in',
  version: '1.0.0',
  kind: 'Scheduled',
  description: 'A sign-in.',
  severity: 'High',
  requiredDataConnectors: [],
  queryFrequency: '1h',
  queryPeriod: '1h',
  triggerOperator: 'gt',
  triggerThreshold: 0,
  tactics: ['InitialAccess'],
  relevantTechniques: ['T1078'],
  query: 'SigninLogs | project TimeGenerated, UserPrincipalName, IPAddress',
  entityMappings: [{ entityType: 'IP', fieldMappings: [{ identifier: 'Address', columnName: 'IPAddress' }] }],
}

const tests = {
  rule: 'blocked.yaml',
  cases: [
    {
      name: 'fires',
      at: '2026-03-02T10:00:00Z',
      rows: {
        SigninLogs: [{ UserPrincipalName: 'ann', TimeGenerated: '2026-03-02T09:30:00Z', IPAddress: '203.0.113.9' }],
      },
      expect: { alerts: [{ title: 'Sign-in' }] },
    },
  ],
}

const project = {
  rules: 'detections',
  workspaces: { prod: { subscriptionId: rule.id, resourceGroup: 'rg', workspaceName: 'sentinel' } },
}

/** YAML is JSON; what it does not call printable has to be escaped, the rest stands in the source lines of messages, too. */
const written = (document: unknown): string =>
  `${JSON.stringify(document, undefined, 1).replace(/[\x7f-\x9f]/g, control => `\\u00${control.charCodeAt(0).toString(16)}`)}\n`

/** With the controls themselves, which is malformed. */
const malformed = (document: unknown): string =>
  written(document).replace(/\\u[0-9a-f]{4}|\\[bfrt]/g, control => JSON.parse(`"${control}"`))

/** One kind of entity stands for all. */
const isWanted = (path: readonly (string | number)[]): boolean =>
  !path.includes('entities') || path.length < 6 || path.includes('IP')

/** A document for each value and key that its schema knows, which holds a hostile text there. */
const variants = (
  schema: Parameters<typeof schemaPaths>[0],
  document: unknown,
  texts = hostileTexts,
): readonly string[] =>
  texts.flatMap(text => [
    ...schemaPaths(schema, text)
      .filter(isWanted)
      .map(path => written(withValue(document, path, text))),
    malformed(withValue(document, ['name'], text)),
  ])

const named = (texts: readonly string[], pathOf: (index: number) => string) =>
  Object.fromEntries(texts.map((text, index) => [pathOf(index), text]))

/** All findings of `check` over the current folder, in each format. */
async function checkFormats() {
  await harmless(['check'], { terminal: true })
  const json = await harmless(['check', '--format', 'json'])
  const sarif = await harmless(['check', '--format', 'sarif'])
  const gitHub = await tripline(['check', '--format', 'github'])
  const { diagnostics } = JSON.parse(json.stdout) as { diagnostics: Finding[] }
  return { diagnostics, sarif: JSON.parse(sarif.stdout), gitHub: gitHub.stdout }
}

interface Finding {
  readonly severity: keyof typeof commandOf
  readonly file?: string
  readonly message: string
  readonly fix?: string
}

const commandOf = { error: 'error', warning: 'warning', info: 'notice' } as const

/** The commands of `--format github` are those that its findings make, and no other runner finds any. */
function expectCommands(text: string, findings: readonly Finding[]): void {
  const commands = text
    .trimEnd()
    .split(/\r\n|[\r\n]/)
    .map(gitHubCommand)
  expect(commands.map(command => command?.name)).toEqual(findings.map(({ severity }) => commandOf[severity]))
  const files = commands.map(command => /file=([^,]*)/.exec(command!.properties)?.[1])
  expect(files).toEqual(findings.map(({ file }) => file))
  expect(runnerCommands(text).filter(found => !/^GitHub Actions: (?:error|warning|notice)$/.test(found))).toEqual([])
}

const textsOf = ({ runs }: { readonly runs: readonly [SarifRun] }): readonly string[] =>
  [...runs[0].results, ...(runs[0].invocations?.[0]?.toolConfigurationNotifications ?? [])].map(
    ({ message }) => message.text,
  )

interface SarifRun {
  readonly results: readonly { readonly message: { readonly text: string } }[]
  readonly invocations?: readonly [{ readonly toolConfigurationNotifications: SarifRun['results'] }]
}

test('no field of a rule reaches a runner or a terminal through check', async () => {
  const rules = variants(ruleSchema(), rule)
  expect(rules.length).toBeGreaterThan(100)
  enterFolder({ 'tripline.yaml': '{}', ...named(rules, n => `detections/r${n}.yaml`) })
  const { diagnostics, sarif, gitHub } = await checkFormats()
  const texts = diagnostics.map(({ message, fix }) => (fix === undefined ? message : `${message}\n${fix}`))
  expect(textsOf(sarif)).toEqual(texts)
  expectCommands(gitHub, diagnostics)
})

test('no field of a test reaches a runner or a terminal through check and test', async () => {
  const documents = variants(testSchema(), tests)
  enterFolder({ ...sample, ...named(documents, n => `detections/t${n}.test.yaml`) })
  const { diagnostics, gitHub } = await checkFormats()
  expectCommands(gitHub, diagnostics)
  // A key that is not known is told as it is written, exactly.
  for (const text of hostileTexts) expect(diagnostics.some(({ message }) => message.includes(text))).toBe(true)
  const reporters = ['junit', 'json', 'sarif'].flatMap(name => ['--reporter', `${name}=out/${name}`])
  await harmless(['test', ...reporters], { terminal: true })
  for (const name of ['junit', 'json', 'sarif']) expect(runnerCommands(readFileSync(`out/${name}`, 'utf8'))).toEqual([])
})

test('no field of tripline.yaml reaches a runner or a terminal', async () => {
  const simple = written({ ...rule, query: 'print x = 1', entityMappings: undefined })
  for (const document of variants(projectSchema(), project, hostileTexts.slice(1))) {
    enterFolder({ 'tripline.yaml': document, 'detections/a.yaml': simple })
    await harmless(['check'])
  }
})

/** What a file system takes. */
const fileNames = [...Object.values(hostileStrings), ...hostileTexts].map(text =>
  text.toWellFormed().replace(/[/\0]/g, '').slice(0, 60),
)

test('no file name reaches a runner or a terminal', async () => {
  enterFolder({
    ...sample,
    ...Object.fromEntries(
      fileNames.flatMap((name, n) => [
        [`detections/${n}/${name}.yaml`, written({ ...rule, name: undefined })],
        [`detections/${n}/${name}.test.yaml`, written({ ...tests, rule: `${name}.yaml` })],
      ]),
    ),
  })
  const { diagnostics, gitHub } = await checkFormats()
  const reported = new Set(diagnostics.map(({ file }) => file?.split('/').slice(2).join('/')))
  expect([...reported]).toEqual(expect.arrayContaining(fileNames.map(name => `${name}.yaml`)))
  expect(gitHub.trimEnd().split(/[\r\n]+/)).toHaveLength(diagnostics.length)
  expect(runnerCommands(gitHub).filter(found => !/^GitHub Actions: (?:error|warning|notice)$/.test(found))).toEqual([])
  for (const argv of [['fmt'], ['compile'], ['test'], ['test', '--format', 'json'], ['import', 'logs/a\n::error::b']])
    await harmless(argv)
})

/** No argument has a NUL. */
test.each(hostileTexts.map(text => text.replaceAll('\0', '')))(
  'no argument reaches a runner or a terminal: %j',
  async text => {
    enterFolder(sample)
    for (const argv of [
      [text],
      ['check', `--${text}`],
      ['check', text],
      ['check', '--format', text],
      ['check', '--explain', text],
      ['check', '--baseline', text],
      ['check', '--changed-since', text],
      ['test', '--filter', text],
      ['test', '--reporter', text],
      ['test', '--timeout', text],
      ['plan', '--workspace', text],
      ['apply', text],
      ['run', text, '--data', text, '--at', text, '--param', text],
      ['query', text],
      ['query', '-f', text],
      ['schema', 'show', text],
      ['doctor', '--workspace', text],
      ['emulator', '--port', text],
      ['check', '--project', text],
    ])
      await harmless(argv)
    await harmless(['check'], { env: { TRIPLINE_FORMAT: text } })
  },
)
