import { readFileSync } from 'node:fs'
import { isError } from '@tripline/diagnostics'
import { automationSchema, functionSchema, projectSchema } from '@tripline/project'
import { filesBelow, referenceData } from '@tripline/testkit'
import { parseYaml, plainValue } from '@tripline/yaml'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { loadRule, logsSchema, ruleSchema, testSchema } from '../../src/index.ts'

const schemas = {
  rule: ruleSchema(),
  test: testSchema(),
  logs: logsSchema(),
  project: projectSchema(),
  function: functionSchema(),
  automation: automationSchema(),
}
const pack = new URL('../../../../detections/', import.meta.url)
const project = new URL('../../../../tripline.yaml', import.meta.url)

/** A key without a value counts as not written. */
const contentOf = (url: URL) => {
  const plain = plainValue(parseYaml({ path: url.pathname, text: readFileSync(url, 'utf8') }).value!)
  return Object.fromEntries(Object.entries(plain!).filter(([, value]) => value !== null))
}
const validatorOf = (name: keyof typeof schemas) =>
  new Ajv({ allowUnionTypes: true, strictRequired: false }).compile(schemas[name])

describe('schemas for editors', () => {
  it.each(Object.entries(schemas))('%s is the one that this project has', async (name, schema) => {
    const text = `${JSON.stringify(schema, undefined, 2)}\n`
    await expect(text).toMatchFileSnapshot(`../../../../.schemas/${name}.json`)
  })

  it("accept this repository's own files", () => {
    const [rules, tests] = [validatorOf('rule'), validatorOf('test')]
    for (const url of filesBelow(pack, '.yaml')) {
      const validate = url.href.endsWith('.test.yaml') ? tests : rules
      validate(contentOf(url))
      expect([url.href, validate.errors]).toEqual([url.href, null])
    }
    expect(validatorOf('project')(contentOf(project))).toBe(true)
  })

  it.each(referenceData('conformance/rules/'))('accept every published template that loads', corpus => {
    const validate = validatorOf('rule')
    for (const url of filesBelow(corpus, '.yaml')) {
      const loaded = loadRule({ path: url.pathname, text: readFileSync(url, 'utf8') })
      if (loaded.diagnostics.some(isError)) continue
      validate(contentOf(url))
      expect([url.href, validate.errors]).toEqual([url.href, null])
    }
  })

  it.each([
    ['rule', { kind: 'Scheduled', id: 'x' }],
    ['rule', { kind: 'Schedule' }],
    ['rule', { queryFrequency: '1h', severity: 'high' }],
    ['test', { rule: 'a.yaml', cases: [{ name: 'x', expects: {} }] }],
    ['project', { rule: 'detections' }],
    ['automation', { id: 'x', name: 'x', order: 1, triggeringLogic: {}, actions: [] }],
  ] as const)('%s refuses %j', (name, value) => {
    expect(validatorOf(name)(value)).toBe(false)
  })
})
