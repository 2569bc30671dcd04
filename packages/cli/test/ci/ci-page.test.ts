import { load } from 'js-yaml'
import { expect, test } from 'vitest'
import { enterFolder, tripline } from '../cli.ts'
import { fencesOf, pageText } from '../documents.ts'
import { sample } from '../sample.ts'
import { repositoryYaml } from './yaml-document.ts'

/** A step, or a hook, with the keys that any of them has. */
interface Entry {
  readonly uses?: string
  readonly with?: Readonly<Record<string, string>>
  readonly template?: string
  readonly parameters?: Readonly<Record<string, string>>
  readonly id?: string
  readonly entry?: string
}

const page = pageText('docs/ci.md')

/** Everything in a document that is a record. */
const entriesIn = (value: unknown): readonly Entry[] =>
  typeof value !== 'object' || value === null
    ? []
    : [...(Array.isArray(value) ? [] : [value as Entry]), ...Object.values(value).flatMap(entriesIn)]

const shown = fencesOf(page)
  .filter(({ language }) => language === 'yaml')
  .flatMap(({ text }) => entriesIn(load(text)))

const { inputs, outputs } = repositoryYaml('action.yml') as Record<
  'inputs' | 'outputs',
  Readonly<Record<string, unknown>>
>
const template = repositoryYaml('azure-pipelines/tripline.yml') as { parameters: readonly { name: string }[] }
const parameters = template.parameters.map(({ name }) => name)
const hooks = repositoryYaml('.pre-commit-hooks.yaml') as readonly { id: string; entry: string }[]

test('the workflow shown uses inputs that the action has', () => {
  const [step, ...more] = shown.filter(({ uses }) => uses === 'OWNER/tripline@REF')
  expect(more).toEqual([])
  expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(step!.with!)))
})

test('the pipeline shown uses parameters that the template has', () => {
  const [step, ...more] = shown.filter(({ template }) => template === 'azure-pipelines/tripline.yml@tripline')
  expect(more).toEqual([])
  expect(parameters).toEqual(expect.arrayContaining(Object.keys(step!.parameters!)))
})

test('every input, output and parameter is described', () => {
  for (const name of [...Object.keys(inputs), ...Object.keys(outputs), ...parameters])
    expect(page).toContain(`\`${name}\``)
})

test('the hooks shown are those of the repository', () => {
  const local = shown.filter(({ entry }) => entry !== undefined)
  expect(local.map(({ id, entry }) => ({ id, entry }))).toEqual(
    hooks.map(({ id, entry }) => ({ id, entry: `npx ${entry}` })),
  )
  const remote = shown.filter(({ id, entry }) => id?.startsWith('tripline-') && entry === undefined)
  expect(remote.map(({ id }) => id)).toEqual(hooks.map(({ id }) => id))
})

/** Commands of the first table, as they are written. */
const commands = Array.from(
  page.matchAll(/^\| [\w ]+ \| `tripline ((?:fmt|check|test) [^`]+)` \|/gm),
  ([, command]) => command!,
)

test.each(commands)('tripline %s passes for a good project', async command => {
  enterFolder(sample)
  expect((await tripline(command.split(' '))).code).toBe(0)
})

test('there are such commands', () => expect(commands).toHaveLength(3))
