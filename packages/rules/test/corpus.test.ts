import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { filesBelow, referenceData } from '@tripline/testkit'
import { describe, expect, it } from 'vitest'
import { loadRule } from '../src/index.ts'

const pack = new URL('../../../detections/', import.meta.url)

describe.each([pack, ...referenceData('conformance/rules/')])('rules below %s', folder => {
  it('have their queries where offsetAt says', () => {
    for (const url of filesBelow(folder, '.yaml').filter(({ href }) => !href.endsWith('.test.yaml'))) {
      const text = readFileSync(url, 'utf8')
      const { draft } = loadRule({ path: fileURLToPath(url), text })
      const query = draft && 'query' in draft ? draft.query! : undefined
      if (!query) continue
      const written = Array.from({ length: query.value.length }, (_, index) => text[query.offsetAt(index)] ?? '\n')
      expect(written.join('').replaceAll('\r', '\n')).toBe(query.value)
    }
  })
})

/** 258 published templates. `.ci/run` compares what is found in them with their labels. */
describe.each(referenceData('conformance/rules/'))('published templates', corpus => {
  const urls = filesBelow(corpus, '.yaml')
  const loaded = urls.map(url => loadRule({ path: fileURLToPath(url), text: readFileSync(url, 'utf8') }))

  it('load, but for a rule without an id and an empty list item', () => {
    const messages = loaded.flatMap(({ diagnostics }) => diagnostics.map(({ id, message }) => `${id} ${message}`))
    expect(messages.sort()).toEqual([
      'missing-key a scheduled rule needs the key id',
      'wrong-type expected text, got nothing',
    ])
    expect(loaded.every(({ draft }) => draft)).toBe(true)
    expect(urls).toHaveLength(258)
  })
})
