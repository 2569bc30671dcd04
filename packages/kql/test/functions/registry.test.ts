import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { macros } from '../../src/functions/macros.ts'
import { callKind, functionRows, udfs } from '../../src/functions/registry.ts'
import type { Udf } from '../../src/values/udf.ts'

const folder = new URL('../../src/functions/', import.meta.url)

/** The JavaScript functions that the files of the families export, in records. */
async function defined(): Promise<readonly Udf[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'))
  const modules: object[] = await Promise.all(files.map(file => import(new URL(file, folder).href)))
  return modules
    .flatMap(module => Object.entries<Readonly<Record<string, Udf>>>({ ...module }))
    .flatMap(([name, value]) => (name.endsWith('Udfs') ? Object.values(value) : []))
}

const repeated = (names: readonly string[]): readonly string[] =>
  names.filter((name, index) => names.indexOf(name) !== index)

test('every JavaScript function is registered by its family', async () => {
  const all = await defined()
  expect(all.length).toBeGreaterThan(200)
  expect(all.filter(udf => !udfs.includes(udf)).map(({ name }) => name)).toEqual([])
})

test('no two registered functions share a name, ignoring case', () => {
  expect(repeated([...udfs, ...Object.values(macros)].map(({ name }) => name.toLowerCase()))).toEqual([])
})

test('a name has one row for each kind of call', () => {
  expect(repeated(functionRows.flatMap(row => row.names.map(name => `${callKind(row)} ${name}`)))).toEqual([])
})
