import { readFileSync } from 'node:fs'
import { isTestFile } from '@tripline/project'
import { filesBelow, referenceData } from '@tripline/testkit'
import { formatYaml, parseYaml, plainValue } from '@tripline/yaml'
import { describe, expect, it } from 'vitest'
import { formatDocument } from '../../src/document/format-document.ts'
import { loadRule, loadTestFile } from '../../src/index.ts'

/** What a loaded document says, without where it says it and without the layout of its query. */
const said = (loaded: unknown): unknown =>
  JSON.parse(
    JSON.stringify(loaded, (key, value) => {
      if (['span', 'file', 'start', 'end'].includes(key)) return undefined
      if (key === 'query') return { value: value.value.replace(/\s+/g, '') }
      return typeof value === 'bigint' ? String(value) : value
    }),
  )

function loaded(path: string, text: string): unknown {
  if (isTestFile({ path })) return said(loadTestFile({ path, text }).value)
  return said(loadRule({ path, text }).draft)
}

function expectFormatted(path: string, text: string): void {
  const format = (before: string) => formatDocument({ path, text: before }).value!
  const once = format(text)
  expect(format(once), path).toBe(once)
  expect(loaded(path, once), path).toEqual(loaded(path, text))
  expect(Object.keys(plainOf(once)).toSorted(), path).toEqual(Object.keys(plainOf(text)).toSorted())
  expect(commentsIn(once).toSorted(), path).toEqual(commentsIn(text).toSorted())
}

/** As YAML alone, without reading it as a rule. */
function expectYamlFormatted(path: string, text: string): void {
  const once = formatYaml({ path, text }).value!
  expect(formatYaml({ path, text: once }).value, path).toBe(once)
  expect(plainOf(once), path).toEqual(plainOf(text))
  expect(commentsIn(once), path).toEqual(commentsIn(text))
}

/** Lines that are a comment, or look like one. */
const commentsIn = (text: string) => (text.match(/^\s*#.*$/gm) ?? []).map(line => line.trim())

const plainOf = (text: string) => plainValue(parseYaml({ path: 'x.yaml', text }).value!) as object

const isDocument = (text: string): boolean => {
  const { value, diagnostics } = parseYaml({ path: 'x.yaml', text })
  return value?.kind === 'mapping' && diagnostics.length === 0
}

const root = new URL('../../../../', import.meta.url)

it.each(['detections/', 'packages/rules/cases/'])(
  'formatting twice changes nothing, nor once the meaning: %s',
  path => {
    const folder = new URL(path, root)
    const files = filesBelow(folder, '.yaml').map(url => [url.pathname, readFileSync(url, 'utf8')] as const)
    const documents = files.filter(([, text]) => isDocument(text))
    expect(documents.filter(([name]) => isTestFile({ path: name })).length).toBeGreaterThan(5)
    for (const [name, text] of documents) expectFormatted(name, text)
  },
)

it('rules and tests of the pack are formatted', () => {
  for (const url of filesBelow(new URL('detections/', root), '.yaml')) {
    const text = readFileSync(url, 'utf8')
    expect(formatDocument({ path: url.pathname, text }).value, url.pathname).toBe(text)
  }
})

const published = ['conformance/rules/', 'adoption/rules/', 'adoption/asim/', 'faults/files/'].flatMap(referenceData)

describe.each(published)('published: %s', corpus => {
  const files = filesBelow(corpus, '.yaml').map(url => [url.pathname, readFileSync(url, 'utf8')] as const)
  const documents = files.filter(([, text]) => isDocument(text))

  it.each([
    ['as rules and tests', expectFormatted],
    ['as YAML', expectYamlFormatted],
  ])(
    'formatting twice changes nothing, nor once the meaning: %s',
    (_, expectOne) => {
      expect(documents.length).toBeGreaterThan(20)
      for (const [path, text] of documents) expectOne(path, text)
    },
    120_000,
  )
})
