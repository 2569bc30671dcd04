import { readdirSync, readFileSync } from 'node:fs'
import { loadCatalogue, type Table } from '@tripline/schemas'
import { expect, test } from 'vitest'
import { explainQuery } from '../src/compile.ts'

/** The first line of each query explains its plan, which is in the file of the same name. */
const folder = new URL('plans/', import.meta.url)
const read = (file: string): string => readFileSync(new URL(file, folder), 'utf8')
const table: Table = {
  name: 'Logins_CL',
  columns: [
    { name: 'User', type: 'string' },
    { name: 'Failed', type: 'bool' },
    { name: 'Note', type: 'string' },
  ],
}

const names = readdirSync(folder).flatMap(file => (file.endsWith('.kql') ? [file.slice(0, -'.kql'.length)] : []))

test.each(names)('the plan of %s', async name => {
  const { explanation } = await explainQuery(read(`${name}.kql`), { catalogue: loadCatalogue().with([table]) })
  expect(`${explanation?.plan}\n`).toBe(read(`${name}.plan`))
})
