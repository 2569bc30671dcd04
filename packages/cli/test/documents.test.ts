import { execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { projectSchema } from '@tripline/project'
import { testSchema } from '@tripline/rules'
import { expect, onTestFinished, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { fencesOf, outputPattern, pageText, type Step, stepsOf } from './documents.ts'
import { packagedCommand } from './packaged-command.ts'
import { startEmulator } from './with-emulator.ts'

const root = new URL('../../../', import.meta.url)
const docs = new URL('docs/', root)

/** Pages whose files and transcripts make one session in an empty folder. */
const pages = [
  'README.md',
  'docs/getting-started.md',
  'docs/adopting.md',
  'docs/writing-tests.md',
  'docs/configuration.md',
  'docs/deploying.md',
  'docs/archive.md',
  'docs/json.md',
  'docs/refusals.md',
]

test.each(pages)('%s shows what its commands print', { timeout: 180_000 }, async page => {
  enterFolder({})
  const fences = fencesOf(pageText(page))
  expect(fences.some(({ language }) => language === 'console')).toBe(true)
  for (const { language, file, text } of fences) {
    if (file !== undefined) write(file, text)
    else if (language === 'console') for (const step of stepsOf(text)) await replay(step)
  }
})

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

async function replay({ command, output }: Step): Promise<void> {
  // Until the page ends, as in a second terminal.
  const [, emulator] = /^tripline emulator\b(.*)$/.exec(command) ?? []
  if (emulator !== undefined) return onTestFinished(await startEmulator(...wordsOf(emulator)))
  const [, stdin, own] = /^(?:echo '(.*)' \| )?tripline (.*)$/.exec(command) ?? []
  if (own === undefined) return void (await promisify(execFile)('sh', ['-c', command]))
  const [, before] = /^([\s\S]*)\n\^C$/.exec(output) ?? []
  if (before !== undefined) return expect(await interrupted(wordsOf(own)), command).toMatch(outputPattern(before))
  const { stdout, stderr } = await tripline(wordsOf(own), { uuid: randomUUID, ...(stdin !== undefined && { stdin }) })
  const printed = `${stdout}${stderr}`
    .split('\n')
    .map(line => line.trimEnd())
    .join('\n')
    .trim()
  expect(printed, command).toMatch(outputPattern(output))
}

/** What a command prints that is killed as soon as it prints anything. */
async function interrupted(words: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [packagedCommand, ...words])
  child.stdout.once('readable', () => child.kill('SIGKILL'))
  return text(child.stdout)
}

/** The words of a command line with quotes. */
const wordsOf = (command: string): readonly string[] =>
  Array.from(command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g), ([, ...quoted]) => quoted.join(''))

type JsonSchema = ReturnType<typeof testSchema>

/** The keys that a schema describes at any depth, but not below the keys in `open`. */
function keysOf(schema: JsonSchema, open: ReadonlySet<string>): readonly string[] {
  const { properties = {}, items, additionalProperties, anyOf = [] } = schema as Readonly<Record<string, never>>
  const own = Object.entries(properties as Readonly<Record<string, JsonSchema>>)
  const below = [items, additionalProperties, ...(anyOf as readonly JsonSchema[])].filter(isSchema)
  return [
    ...own.flatMap(([key, value]) => [key, ...(open.has(key) ? [] : keysOf(value, open))]),
    ...below.flatMap(part => keysOf(part, open)),
  ]
}

const isSchema = (part: unknown): part is JsonSchema => typeof part === 'object' && part !== null

test.each([
  ['docs/writing-tests.md', testSchema(), 15],
  ['docs/configuration.md', projectSchema(), 15],
] as const)('%s describes every key of its format', (page, schema, atLeast) => {
  const keys = keysOf(schema, new Set(['entities']))
  expect(keys.length).toBeGreaterThan(atLeast)
  const text = pageText(page)
  expect(keys.filter(key => !text.includes(`\`${key}\``))).toEqual([])
})

const written = ['README.md', 'AGENTS.md', 'CHANGELOG.md', ...readdirSync(docs).map(name => `docs/${name}`)].filter(
  name => name.endsWith('.md'),
)

test.each(written)('the links of %s lead to files of the repository', page => {
  const links = Array.from(pageText(page).matchAll(/\]\((?!https?:)([^)#]+)/g), ([, target]) => target!)
  expect(links.filter(target => !existsSync(new URL(target, new URL(page, root))))).toEqual([])
})

/** Names of files in code spans, such as `emit/sql.ts`. */
const filesIn = (page: string): readonly string[] =>
  Array.from(pageText(page).matchAll(/`([\w./-]+\.(?:ts|mjs|yml))`/g), ([, name]) => name!)

const sources = readdirSync(new URL('packages/', root))
  .flatMap(name => ['src', 'test'].map(part => `packages/${name}/${part}/`))
  .concat('.github/', 'scripts/')
  .filter(folder => existsSync(new URL(folder, root)))
  .flatMap(folder =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' }).map(name => `/${folder}${name}`),
  )

test.each(['AGENTS.md', 'docs/architecture.md', 'docs/extending.md', 'docs/glossary.md', 'docs/ci.md'])(
  '%s names files that exist',
  page => {
    expect(filesIn(page).filter(name => !sources.some(path => path.endsWith(`/${name}`)))).toEqual([])
  },
)
