import { readFileSync } from 'node:fs'
import { isTestFile } from '@tripline/project'
import { filesBelow, oneIn, referenceData } from '@tripline/testkit'
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

/** Expects that formatting twice changes nothing, and once the layout alone; answers the formatted text. */
function expectFormatted(path: string, text: string): string {
  const format = (before: string) => formatDocument({ path, text: before }).value!
  const once = format(text)
  expect(format(once), path).toBe(once)
  expect(loaded(path, once), path).toEqual(loaded(path, text))
  expect(Object.keys(plainOf(once)).toSorted(), path).toEqual(Object.keys(plainOf(text)).toSorted())
  expect(commentsIn(once).toSorted(), path).toEqual(commentsIn(text).toSorted())
  return once
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

/** The documents below a folder, by the paths of their files. */
const documentsBelow = (folder: URL) =>
  filesBelow(folder, '.yaml')
    .map(url => [url.pathname, readFileSync(url, 'utf8')] as const)
    .filter(([, text]) => isDocument(text))

const countTests = (documents: ReturnType<typeof documentsBelow>) =>
  documents.filter(([path]) => isTestFile({ path })).length

it('formatting the cases of rules twice changes nothing, nor once the meaning', () => {
  const documents = documentsBelow(new URL('packages/rules/cases/', root))
  expect(countTests(documents)).toBeGreaterThan(5)
  for (const [path, text] of oneIn(3, documents)) expectFormatted(path, text)
})

// Formatting what is formatted changes nothing at all, so there is no more to expect of the pack.
it('rules and tests of the pack are formatted', () => {
  const documents = documentsBelow(new URL('detections/', root))
  expect(countTests(documents)).toBeGreaterThan(5)
  for (const [path, text] of documents) expect(formatDocument({ path, text }).value, path).toBe(text)
})

describe.each(referenceData('conformance/rules/'))('published templates', corpus => {
  const documents = documentsBelow(corpus)

  it('covers them all', () => expect(documents).toHaveLength(258))

  // The official formatter takes long; the next test formats all of them as YAML.
  it('change when formatted, but not again, nor in meaning', () => {
    for (const [path, text] of oneIn(18, documents)) expect(expectFormatted(path, text), path).not.toBe(text)
  }, 120_000)

  it('as YAML: formatting twice changes nothing, nor once the meaning', () => {
    for (const [path, text] of documents) expectYamlFormatted(path, text)
  })
})

const published = ['adoption/rules/', 'adoption/asim/', 'faults/files/'].flatMap(referenceData)

describe.each(published)('published: %s', corpus => {
  const documents = documentsBelow(corpus)

  it.each([
    ['as rules and tests', 4, expectFormatted],
    ['as YAML', 1, expectYamlFormatted],
  ])(
    'formatting twice changes nothing, nor once the meaning: %s',
    (_, share, expectOne) => {
      expect(documents.length).toBeGreaterThan(20)
      for (const [path, text] of oneIn(share, documents)) expectOne(path, text)
    },
    120_000,
  )
})
