import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { loadCatalogue } from '@tripline/schemas'
import { describe, expect, test } from 'vitest'
import { filesBelow, referenceData } from '../src/index.ts'

describe('reference data', () => {
  test('that is missing is an empty list', () => {
    expect(referenceData('no-such-folder/')).toEqual([])
  })

  test('is listed by the ends of names, to any depth, in order', () => {
    const sources = filesBelow(new URL('../src/', import.meta.url), 'data.ts')
    expect(sources.map(({ href }) => href.split('/').at(-1))).toEqual(['reference-data.ts'])
  })

  test('is named by this package alone, so that CI knows which tests read it', () => {
    const packages = new URL('../../', import.meta.url)
    const folders = readdirSync(packages).map(name => new URL(`${name}/test/`, packages))
    const tests = folders.filter(folder => existsSync(folder)).flatMap(folder => filesBelow(folder, '.ts'))
    const naming = tests.filter(test => /\.\.\/shared\b|['"]shared\//.test(readFileSync(test, 'utf8')))
    expect(tests.length).toBeGreaterThan(200)
    expect(naming).toEqual([])
  })

  // The catalogue cannot test this itself: this package depends on it.
  test.each(referenceData('reference/log-analytics-tables.json'))('is what the catalogue was imported from', url => {
    const listed = JSON.parse(readFileSync(url, 'utf8')) as Record<string, Record<string, string>>
    const catalogue = loadCatalogue()
    expect(catalogue.names).toEqual(Object.keys(listed))
    for (const [name, columns] of Object.entries(listed)) {
      expect(catalogue.get(name)?.columns.map(column => [column.name, column.type])).toEqual(Object.entries(columns))
    }
  })
})
