import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { loadCatalogue } from '@tripline/schemas'
import { describe, expect, it } from 'vitest'
import {
  type CompiledResource,
  compileRule,
  importRules,
  isDeployable,
  loadRule,
  type Rule,
  renderArm,
} from '../src/index.ts'

const world = { catalogue: loadCatalogue() }
const corpus = new URL('../../../../shared/conformance/rules/', import.meta.url)

const compiled = (rule: Rule): CompiledResource => {
  if (!isDeployable(rule)) throw new Error('a hunting query compiles to nothing')
  return compileRule(rule, { enabled: true, world }).value!
}
const imported = (document: unknown): string =>
  importRules({ path: 'template.json', text: JSON.stringify(document, undefined, 2) }).value![0]!.text

/** A rule without its places, and without what only a file can say. */
function said(rule: Rule): unknown {
  const {
    file: _,
    span: _span,
    tripline: _tripline,
    requiredDataConnectors: _connectors,
    version: _version,
    ...rest
  } = rule
  return JSON.parse(
    JSON.stringify(rest, (key, value) => {
      if (key === 'span' || key === 'offsetAt' || (value && typeof value === 'object' && 'ticks' in value)) {
        return value && typeof value === 'object' && 'ticks' in value ? `${value.ticks}` : undefined
      }
      return value
    }),
  )
}

const id = '0e7f3a52-6d1c-4a3e-9d0b-5b1f2c7a9e11'
const properties = {
  displayName: 'Failed sign-ins',
  enabled: true,
  severity: 'Medium',
  query: 'SigninLogs\r\n| where ResultType != "0"',
  queryFrequency: 'PT1H',
  queryPeriod: 'P1D',
  triggerOperator: 'GreaterThan',
  triggerThreshold: 0,
  suppressionEnabled: false,
  suppressionDuration: 'PT5H',
  techniques: ['T1078', 'T1110'],
  subTechniques: ['T1078.004'],
}
const rule = `id: ${id}
name: Failed sign-ins
kind: Scheduled
severity: Medium
queryFrequency: 1h
queryPeriod: 1d
triggerOperator: gt
triggerThreshold: 0
relevantTechniques:
  - T1078.004
  - T1110
query: |-
  SigninLogs
  | where ResultType != "0"
`

describe('an imported rule', () => {
  it.each([
    [
      'what the REST interface answers',
      { id: `/x/alertRules/${id}`, name: id, etag: '"1"', kind: 'Scheduled', properties },
    ],
    ['a list of answers', { value: [{ name: id, kind: 'Scheduled', properties }] }],
    [
      'what Bicep compiles to',
      {
        $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
        variables: { rule: { query: properties.query } },
        resources: {
          rule: {
            type: 'Microsoft.SecurityInsights/alertRules',
            name: id,
            kind: 'Scheduled',
            properties: { ...properties, query: "[variables('rule').query]" },
          },
        },
      },
    ],
    [
      'a template inside a deployment',
      {
        $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
        resources: [
          {
            type: 'Microsoft.Resources/deployments',
            properties: {
              template: {
                $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
                resources: [
                  {
                    type: 'Microsoft.OperationalInsights/workspaces/providers/alertRules',
                    name: `[concat(parameters('workspace'),'/Microsoft.SecurityInsights/${id}')]`,
                    kind: 'Scheduled',
                    properties,
                  },
                ],
              },
            },
          },
        ],
      },
    ],
  ])('comes from %s', (_, document) => {
    expect(imported(document)).toBe(rule)
  })

  it('is refused where only a deployment knows what it says', () => {
    const text = JSON.stringify({
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
      resources: [
        {
          type: 'Microsoft.SecurityInsights/alertRules',
          name: "[guid('x')]",
          kind: 'Scheduled',
          properties: { ...properties, enabled: false, query: "[reference('a').query]", novelty: 1 },
        },
      ],
    })
    const { diagnostics } = importRules({ path: 't.json', text })
    expect(diagnostics.map(({ id, span }) => [id, text.slice(span!.start, span!.end).slice(0, 10)])).toEqual([
      ['import-without-id', '{"type":"M'],
      ['import-expression', '"[referenc'],
      ['import-dropped', '"novelty"'],
      ['import-disabled', 'false'],
    ])
  })

  it('needs a rule in the document', () => {
    expect(importRules({ path: 'x.json', text: '{"resources": []}' }).diagnostics[0]?.id).toBe('import-nothing')
    expect(importRules({ path: 'x.json', text: '{"resources": ' }).diagnostics[0]?.id).toBe('yaml-malformed')
  })
})

describe.skipIf(!existsSync(corpus))('published detections', () => {
  const rules = readdirSync(corpus, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.yaml'))
    .flatMap(path => loadRule({ path, text: readFileSync(new URL(path, corpus), 'utf8') }).value ?? [])
    .filter(isDeployable)

  it.each([
    ['a template', (resource: CompiledResource) => renderArm([resource])],
    ['an answer', ({ id, body }: CompiledResource) => ({ name: id, ...body })],
  ])('come back from %s with every field, and a second time the same', (_, render) => {
    expect(rules.length).toBeGreaterThan(130)
    for (const rule of rules) {
      const text = imported(render(compiled(rule)))
      const again = loadRule({ path: rule.file.path, text }).value!
      expect(said(again)).toEqual(said(rule))
      expect(imported(render(compiled(again)))).toBe(text)
    }
  })
})
