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

// materialize() promises one computation, whose rows all its readers see.
test.each([
  [
    'a plan with several readers',
    'let t = materialize(Logins_CL | summarize n = count() by User); t | union t | union t',
    1,
  ],
  [
    'a plan that is read within another shared one',
    'let t = materialize(Logins_CL | take 5); let u = materialize(t | union t); u | union t | union u',
    2,
  ],
])('%s is computed once', async (_, kql, shared) => {
  const { explanation } = await explainQuery(kql, { catalogue: loadCatalogue().with([table]) })
  expect(explanation?.sql.split('FROM "Logins_CL"').length).toBe(2)
  // The database computes anything else again for each reader.
  expect(explanation?.sql.split(' AS MATERIALIZED ').length).toBe(1 + shared)
})

test('subqueries are within each other up to a limit', async () => {
  const steps = Array.from({ length: 40 }, (_, index) => `take ${100 - index} | extend c${index} = strlen(User)`)
  const kql = ['Logins_CL', ...steps].join(' | ')
  const { explanation } = await explainQuery(kql, { catalogue: loadCatalogue().with([table]) })
  const selects = explanation!.sql.split(/ AS NOT MATERIALIZED |\)\nSELECT/)
  const depths = selects.map(select => select.split('FROM (\n').length - 1)
  expect(depths.reduce((all, depth) => all + depth)).toBeGreaterThan(60)
  expect(Math.max(...depths)).toBe(16)
})

// Only Note has the length that nothing reads.
test.each([
  'Logins_CL | extend n = strlen(Note) | project User',
  'Logins_CL | summarize max(strlen(Note)), count() by User | project count_',
  'Logins_CL | extend n = strlen(Note) | summarize count() by User',
  'Logins_CL | join kind=inner (Logins_CL | extend n = strlen(Note)) on User | project User1',
  'union Logins_CL, (Logins_CL | extend n = strlen(Note)) | project User',
  'Logins_CL | extend n = strlen(Note) | mv-expand e = pack_array(User) to typeof(string) | project e',
  'Logins_CL | extend n = strlen(Note) | mv-apply e = pack_array(1, 2) to typeof(long) on (where e > 1) | project User',
  'Logins_CL | extend n = strlen(Note) | take 5 | project User',
  'let t = materialize(Logins_CL | extend n = strlen(Note)); t | project User | union (t | project Failed)',
])('what nothing reads is neither computed nor read: %s', async kql => {
  const { explanation } = await explainQuery(kql, { catalogue: loadCatalogue().with([table]) })
  expect(explanation?.plan).toContain('table-scan Logins_CL')
  expect(explanation?.plan).not.toMatch(/strlen|Note/)
})

test('what the body of mv-apply reads of the outer row is read, at any depth', async () => {
  const inner = 'where Note != "" | mv-apply f = pack_array(2) to typeof(long) on (where f > e) | project f'
  const kql = `Logins_CL | mv-apply e = pack_array(1) to typeof(long) on (${inner}) | project f`
  const { explanation } = await explainQuery(kql, { catalogue: loadCatalogue().with([table]) })
  expect(explanation?.plan).toMatch(/table-scan Logins_CL -> .*\bNote:string/)
  expect(explanation?.plan).not.toContain('Failed')
})

test('what one reader of a shared plan needs is computed, whatever the others need', async () => {
  const kql = 'let t = materialize(Logins_CL | extend n = strlen(Note)); t | project User | union (t | project n)'
  const { explanation } = await explainQuery(kql, { catalogue: loadCatalogue().with([table]) })
  expect(explanation?.plan.match(/strlen/g)).toHaveLength(1)
})
