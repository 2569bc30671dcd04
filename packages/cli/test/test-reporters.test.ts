import { mkdirSync, readFileSync } from 'node:fs'
import MarkdownIt from 'markdown-it'
import { expect, test } from 'vitest'
import { testMarkdown } from '../src/views/test.markdown.ts'
import { enterFolder, tripline } from './cli.ts'
import { rule, sample, tests } from './sample.ts'
import { hostileTexts } from './text/hostile-strings.ts'
import { gitHubCommand, runnerCommands } from './text/runner-commands.ts'

const failing = { ...sample, 'detections/blocked.test.yaml': tests.replace('severity: High', 'severity: Low') }

/** The commands that a runner of GitHub Actions finds in a text. */
const commandsIn = (text: string) => text.split(/\r\n|[\r\n]/).flatMap(line => gitHubCommand(line) ?? [])

test('failed cases are annotated where they say what they expect', async () => {
  enterFolder(failing)
  const { code, stdout } = await tripline(['test', '--reporter', 'github'])
  expect(code).toBe(1)
  // Line 6, column 36 of the sample is the severity.
  expect(commandsIn(stdout)).toEqual([
    {
      name: 'error',
      properties: 'file=detections/blocked.test.yaml,line=6,endLine=6,col=36,endColumn=39,title=case-failed',
      data: expect.stringContaining('Low'),
    },
  ])
})

test('passed cases are not annotated', async () => {
  enterFolder(sample)
  expect(await tripline(['test', '--reporter', 'github'])).toEqual({ code: 0, stdout: '', stderr: '' })
})

test('several reports are shown one after the other', async () => {
  enterFolder(failing)
  const { stdout } = await tripline(['test', '--reporter', 'pretty', '--reporter', 'github'])
  expect(stdout).toMatch(/2 cases: 1 passed, 1 failed.*\n::error file=/)
})

test('JSON shares standard output with no other report', async () => {
  enterFolder(sample)
  const { code, stdout, stderr } = await tripline(['test', '--format', 'json', '--reporter', 'github'])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain('standard output')
})

test.each([
  ['unreadable projects', { ...sample, 'tripline.yaml': 'rules: [' }, 'yaml-malformed'],
  ['missing tests', { 'tripline.yaml': '{}', 'detections/blocked.yaml': rule }, 'nothing-found'],
])('%s are an error in every report', async (_, files, id) => {
  enterFolder(files)
  const written = ['junit', 'json', 'sarif', 'markdown']
  const reporters = ['github', ...written.map(name => `${name}=${name}`)].flatMap(name => ['--reporter', name])
  const { code, stdout } = await tripline(['test', ...reporters])
  expect(code).toBe(2)
  expect(commandsIn(stdout)).toMatchObject([{ name: 'error', properties: expect.stringContaining(`title=${id}`) }])
  expect(readFileSync('junit', 'utf8')).toContain('errors="1"')
  for (const name of ['json', 'sarif', 'markdown']) expect(readFileSync(name, 'utf8')).toContain(id)
})

const markdown = new MarkdownIt({ html: true, linkify: true })

/** The text of the one preformatted block of a page that otherwise holds a heading, a table and a sentence. */
function preformattedIn(page: string): string {
  const tokens = markdown.parse(page, {})
  const words = tokens.flatMap(({ type, children }) => (type === 'inline' ? (children ?? []) : []))
  expect(new Set(words.map(({ type }) => type))).toEqual(new Set(['text']))
  const [block, ...more] = tokens.filter(({ type }) => type === 'html_block')
  expect(more).toEqual([])
  const [, text] = /^<pre>\n([^<>]*)\n<\/pre>\n$/.exec(block!.content)!
  return text!.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

test('the summary has the counts, and each failure with its reason', async () => {
  enterFolder({ ...sample, 'detections/blocked.test.yaml': tests.replace('T10:00', 'T12:00') })
  const { stdout } = await tripline(['test', '--reporter', 'markdown'])
  expect(stdout).toContain('| 2 | 1 | 1 | 0 |')
  const text = preformattedIn(stdout)
  expect(text).toContain('✗ the blocked address fires')
  expect(text).toContain('detections/blocked.test.yaml:6:24 error case-failed')
  expect(text).toContain('SigninLogs 0 of 2 rows in the window')
  expect(text).not.toContain('an hour later it stays quiet')
})

test('the summary of a success is its counts', async () => {
  enterFolder(sample)
  const { stdout } = await tripline(['test', '--reporter', 'markdown', '--reporter', 'markdown=summary.md'])
  expect(stdout).toBe('### Tests\n\n| cases | passed | failed | errors |\n|---:|---:|---:|---:|\n| 2 | 2 | 0 | 0 |\n')
  expect(readFileSync('summary.md', 'utf8')).toBe(stdout)
})

const markup = [
  '</pre><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '</ PRE >',
  '&lt;b&gt; &#60;i&#62;',
  '[click](https://evil.example) ![](https://evil.example/x.png) https://evil.example www.evil.example a@evil.example',
  '| a | b |',
  '`code` **bold** # heading',
  '\n\n# heading\n\n```\n<b>\n```\n\n- list\n',
  '</pre>\n\n<details open>\n\n@everyone #1',
]

test.each([...markup, ...hostileTexts])('the name of a case cannot reach the runner or the page: %j', async name => {
  const suite = { rule: 'blocked.yaml', cases: [{ name, at: '2026-03-02T10:00:00Z', expect: { alerts: [{}] } }] }
  enterFolder({ ...sample, 'detections/blocked.test.yaml': JSON.stringify(suite) })
  const { stdout } = await tripline(['test', '--reporter', 'markdown', '--reporter', 'markdown=summary.md'])
  for (const page of [stdout, readFileSync('summary.md', 'utf8')]) {
    expect(runnerCommands(page)).toEqual([])
    expect(preformattedIn(page)).toContain('✗')
  }
  const both = await tripline(['test', '--reporter', 'pretty', '--reporter', 'github'])
  expect(commandsIn(both.stdout).every(({ properties }) => properties.startsWith('file=detections/'))).toBe(true)
})

test('a value in the message of a failure is shown as it is', async () => {
  enterFolder({ ...sample, 'detections/blocked.test.yaml': tests.replace('203.0.113.9', '"</pre><b>|"') })
  const { stdout } = await tripline(['test', '--reporter', 'markdown'])
  expect(preformattedIn(stdout)).toContain('</pre><b>|')
})

test('a summary stays below what GitHub keeps', () => {
  const span = { file: { path: 'a.test.yaml', text: '' }, start: 0, end: 0 }
  const failed = {
    rule: 'a.yaml',
    span,
    status: 'failed',
    kept: false,
    ms: 0,
    alerts: [],
    incidents: [],
    differences: [],
    diff: [],
  } as const
  const silence = ['&'.repeat(200)]
  const cases = Array.from({ length: 1500 }, (_, number) => ({
    ...failed,
    case: `${number}`,
    silence,
    diagnostics: [],
  }))
  const summary = String(testMarkdown({ cases, passed: 0, failed: 1500, errors: 0, diagnostics: [] }))
  expect(summary).toContain('| 1500 | 0 | 1500 | 0 |')
  expect(summary).toMatch(/\n\d+ more messages in the log\.\n$/)
  // A step's summary has at most 1 MiB (GitHub's documentation of job summaries).
  expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024)
})

const inFolder = Object.fromEntries(Object.entries(failing).map(([path, text]) => [`soc/${path}`, text]))

test.each([
  ['a folder', () => mkdirSync('.git')],
  ['a worktree', () => undefined],
])('in %s of a repository, paths start at its root', async (kind, makeRepository) => {
  enterFolder({
    ...inFolder,
    'soc/detections/blocked.yaml': rule.replace('| where IPAddress', '| where IPAdress'),
    ...(kind === 'a worktree' && { '.git': 'gitdir: ../main/.git/worktrees/x\n' }),
  })
  makeRepository()
  process.chdir('soc')
  const file = 'soc/detections/blocked.yaml'
  const check = async (format: string) => (await tripline(['check', '--format', format])).stdout
  expect(commandsIn(await check('github'))).toMatchObject([{ properties: expect.stringContaining(`file=${file},`) }])
  expect(await check('sarif')).toContain(`"uri": "${file}"`)
  expect(JSON.parse(await check('json')).diagnostics).toMatchObject([{ file: 'detections/blocked.yaml' }])
  const { stdout } = await tripline(['test', '--reporter', 'github', '--reporter', 'sarif=sarif'])
  expect(commandsIn(stdout)).toMatchObject([{ properties: expect.stringContaining(`file=${file},`) }])
  expect(readFileSync('sarif', 'utf8')).toContain(`"uri": "${file}"`)
})

test('a project named from outside of its repository has paths from its root', async () => {
  const root = enterFolder({ ...inFolder, '.git': 'gitdir: x\n', 'elsewhere/.git': 'gitdir: y\n' })
  for (const folder of ['/', `${root}/elsewhere`]) {
    process.chdir(folder)
    const { stdout } = await tripline(['test', '--project', `${root}/soc`, '--reporter', 'github'])
    const file = folder === '/' ? 'soc/detections' : `${root}/soc/detections`
    expect(commandsIn(stdout)).toMatchObject([{ properties: expect.stringContaining(`file=${file}/`) }])
  }
})
