import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import equivalent from '../equivalent.json' with { type: 'json' }

const packages = new URL('../../../packages/', import.meta.url)

const sources = readdirSync(packages).flatMap(name => {
  const folder = new URL(`${name}/src/`, packages)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'))
  return files.map(file => readFileSync(new URL(file, folder), 'utf8').replace(/\s+/g, ' '))
})

// A row is about all lines that read so, and a line that has changed needs another look.
test('each equivalent mutant changes one line of the sources', () => {
  const lines = [...new Set(equivalent.map(({ before }) => before))]
  expect(lines.filter(line => sources.reduce((sum, text) => sum + text.split(line).length - 1, 0) !== 1)).toEqual([])
})
