import { readFileSync } from 'node:fs'
import { loadCatalogue } from '@tripline/schemas'
import { filesBelow, generated, oneIn, randomOf, referenceData } from '@tripline/testkit'
import { describe, expect, it } from 'vitest'
import {
  type CompiledResource,
  compileResource,
  loadRule,
  type Rule,
  renderArm,
  renderRest,
  renderTerraform,
  type WorkspaceRule,
} from '../../src/index.ts'
import { queryAnalyses } from '../../src/query/query-analyses.ts'
import { fullRules } from '../full-rules.ts'
import { importFiles } from './import-files.ts'

const id = '0e7f3a52-6d1c-4a3e-9d0b-5b1f2c7a9e11'
const analyses = queryAnalyses({ catalogue: loadCatalogue() })

const compiled = (rule: Rule): CompiledResource =>
  compileResource(rule as WorkspaceRule, { enabled: true, analyses }).value!
const read = (document: unknown) => importFiles({ path: 'template.json', text: JSON.stringify(document, undefined, 2) })
const imported = (document: unknown): string => read(document).value![0]!.text

/**
 * A rule without its spans, and without what only a file can say: a saved search has no mappings, and what Microsoft's own
 * rules are called is read-only.
 */
function said(rule: Rule): unknown {
  if (rule.kind === 'Hunting') return saidOf({ ...rule, entityMappings: [], customDetails: [] })
  if (rule.kind === 'Fusion' || rule.kind === 'ThreatIntelligence' || rule.kind === 'MLBehaviorAnalytics') {
    const { name: _, ...rest } = rule
    return saidOf(rest)
  }
  return saidOf(rule)
}

function saidOf(rule: Rule): unknown {
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

const renderings: readonly (readonly [string, (resource: CompiledResource) => unknown])[] = [
  ['a template', resource => renderArm([resource])],
  ['an answer', ({ id, body }) => ({ name: id, ...body })],
  ['requests', resource => renderRest([resource])],
  ['a file of Terraform', resource => renderTerraform([resource])],
]

/** Takes a rule through a rendering and back, twice. */
function expectToComeBack(rule: Rule, render: (resource: CompiledResource) => unknown): void {
  const text = imported(render(compiled(rule)))
  const again = loadRule({ path: rule.file.path, text }).value!
  expect(said(again)).toEqual(said(rule))
  expect(compiled(again).hash).toBe(compiled(rule).hash)
  expect(imported(render(compiled(again)))).toBe(text)
}

const cases = renderings.flatMap(([name, render]) =>
  Object.entries(fullRules).map(([kind, text]) => [kind, name, text, render] as const),
)
it('keeps the template that it claims to come from, though it has the same id', () => {
  const text = fullRules.Scheduled.replace(/^alertRuleTemplateName: .*$/m, `alertRuleTemplateName: ${id}`)
  const rule = loadRule({ path: 'rule.yaml', text }).value!
  expect(imported(renderArm([compiled(rule)]))).toContain(`alertRuleTemplateName: ${id}\n`)
})

it.each(cases)('a full rule of kind %s comes back from %s with every field', (_kind, _name, text, render) => {
  expectToComeBack(
    loadRule({ path: 'rule.yaml', text: text.replace('[T1078, T1078.004]', '[T1078.004]') }).value!,
    render,
  )
})

const broken = generated(400, 2_000)

it(`${broken} broken documents get messages at positions inside of them, and never an exception`, () => {
  const texts = renderings.map(([, render]) =>
    JSON.stringify(render(compiled(loadRule({ path: 'rule.yaml', text: fullRules.Scheduled }).value!)), undefined, 1),
  )
  const signs = [
    '"',
    '[',
    '{',
    '}',
    ',',
    ':',
    '[[',
    "'",
    '\\',
    '$' + '{',
    'null',
    '1e999',
    '*a',
    '&a ',
    '- ',
    '\n',
    '//',
    '\0',
  ]
  const next = randomOf(20260302)
  for (let count = 0; count < broken; count++) {
    let text = texts[count % texts.length]!
    for (let change = next(4); change >= 0; change--) {
      const at = next(text.length)
      text = text.slice(0, at) + signs[next(signs.length)] + text.slice(at + next(3) * next(30))
    }
    const { value, diagnostics } = importFiles({ path: 'x.json', text })
    expect(value !== undefined || diagnostics.length > 0).toBe(true)
    for (const { span } of diagnostics) expect(span!.end).toBeLessThanOrEqual(text.length)
  }
})

describe.each(referenceData('conformance/rules/'))('published detections', corpus => {
  const rules = filesBelow(corpus, '.yaml').flatMap(
    url => loadRule({ path: url.pathname, text: readFileSync(url, 'utf8') }).value ?? [],
  )

  it.each(renderings)('come back from %s with every field, and a second time the same', (_, render) => {
    expect(rules).toHaveLength(257)
    for (const rule of oneIn(5, rules)) expectToComeBack(rule, render)
  })
})
