import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { expect, test } from 'vitest'
import { evidenceBundle } from '../src/index.ts'
import { nothing, rule, subject } from './sample-evidence.ts'

const evidence = {
  ...nothing,
  rules: [{ ...rule, name: ' Spray\n "x" ', cites: ['164.312(b)', '164.308(a)(5)(ii)(C)', ' § 1 '] }],
  tests: { junit: '', cases: [], scores: [] },
  gaps: [{ what: 'archive', reason: 'none', isFailure: false }],
}
const documentOf = (of: typeof evidence) => JSON.parse(evidenceBundle(of).get('assessment-results.json')!)

function* values(of: unknown, key = ''): Iterable<readonly [string, unknown]> {
  yield [key, of]
  if (typeof of !== 'object' || of === null) return
  for (const [name, member] of Object.entries(of)) yield* values(member, Array.isArray(of) ? key : name)
}

/** Data types of OSCAL by the names of members: https://pages.nist.gov/metaschema/specification/datatypes/ */
const types: Readonly<Record<string, RegExp>> = {
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  'control-id': /^[\p{L}_][\p{L}\p{N}.\-_]*$/u,
  title: /^\S(.*\S)?$/,
  description: /^\S(.*\S)?$/,
  version: /^\S(.*\S)?$/,
  methods: /^(EXAMINE|INTERVIEW|TEST|UNKNOWN)$/,
  collected: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
  start: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
}

test.each(Object.entries(types))('every %s is of its type', (name, type) => {
  const texts = [...values(documentOf(evidence))].filter(([key, value]) => key === name && typeof value === 'string')
  expect(texts.length).toBeGreaterThan(0)
  for (const [, value] of texts) expect(value).toMatch(type)
})

/** As NIST publishes it, in the public domain: https://github.com/usnistgov/OSCAL/releases/tag/v1.2.1 */
const schemaText = readFileSync(new URL('../test-data/assessment-results-1.2.1.schema.json', import.meta.url), 'utf8')

/** Definitions repeat their path as an `$id`, which JSON Schema does not allow. */
const { $schema, ...schema } = JSON.parse(schemaText, (key, value) =>
  key === '$id' && value.startsWith('#') ? undefined : value,
)

test('it is valid under the schema that NIST publishes, and would not be with another member or a wrong type', () => {
  const ajv = new Ajv({ strict: false, allErrors: true })
  addFormats.default(ajv)
  const validate = ajv.compile(schema)
  const valid = documentOf(evidence)
  validate(valid)
  expect(validate.errors ?? []).toEqual([])
  const { 'assessment-results': results } = valid
  expect(schema.$id).toContain(`/${results.metadata['oscal-version']}/`)
  for (const wrong of [
    { ...results, more: 1 },
    { ...results, uuid: 'x' },
    { ...results, results: [] },
  ]) {
    expect(validate({ 'assessment-results': wrong })).toBe(false)
  }
})

test('it has what OSCAL requires, an observation for each row and gap, and no findings', () => {
  const { 'assessment-results': results } = documentOf(evidence)
  expect(Object.keys(results).sort()).toEqual(['back-matter', 'import-ap', 'metadata', 'results', 'uuid'])
  const [result] = results.results
  expect(result).not.toHaveProperty('findings')
  const rows = evidenceBundle(evidence).get('controls.csv')!.trimEnd().split('\r\n').length - 1
  expect(result.observations.length).toBeGreaterThan(rows - 2)
  expect(result.observations.at(-1)).toMatchObject({
    title: 'Gap: archive',
    description: 'archive is not included: none',
  })
  expect(results['import-ap'].href).toBe(`#${results['back-matter'].resources[0].uuid}`)
  const ids = [...values(results)].filter(([key]) => key === 'uuid').map(([, value]) => value)
  expect(new Set(ids).size).toBe(ids.length)
  const selected = result['reviewed-controls']['control-selections'][0]['include-controls']
  expect(selected).toContainEqual({ 'control-id': 'cfr-45-164.308-a-5-ii-C' })
})

test('evidence of its files is in the folder, and the same evidence has the same ids', () => {
  const files = evidenceBundle(evidence)
  const hrefs = [...values(documentOf(evidence))].filter(
    ([key, value]) => key === 'href' && !String(value).startsWith('#'),
  )
  expect(hrefs.filter(([, href]) => !files.has(String(href)))).toEqual([])
  expect(documentOf(evidence)).toEqual(documentOf(evidence))
  const later = { ...evidence, subject: { ...subject, at: '2026-05-01T00:00:00.000Z' } }
  expect(documentOf(later)['assessment-results'].uuid).not.toBe(documentOf(evidence)['assessment-results'].uuid)
})
