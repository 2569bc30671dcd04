import { parseYaml, plainValue } from '@tripline/yaml'
import { expect, test } from 'vitest'
import { importFiles } from './import-files.ts'

const attributes = {
  name: '"0e7f3a52-6d1c-4a3e-9d0b-5b1f2c7a9e11"',
  display_name: '"Failed sign-ins"',
  description: '"Many failures."',
  query: '"SigninLogs"',
  query_period: '"P1D"',
  trigger_threshold: '3',
  techniques: '["T1078"]',
}

/** The rule of a module with these definitions and attributes, and the ids of the messages about it. */
function imported(definitions: string, own: Partial<typeof attributes>) {
  const lines = Object.entries({ ...attributes, ...own }).map(([key, value]) => `  ${key} = ${value}\n`)
  const text = `${definitions}\nresource "azurerm_sentinel_alert_rule_scheduled" "failed" {\n${lines.join('')}}\n`
  const { value = [], diagnostics } = importFiles({ path: 'rules.tf', text })
  const rules = value.map(file => plainValue(parseYaml({ path: file.path, text: file.text }).value!))
  return { rules, ids: diagnostics.map(({ id }) => id) }
}

/** An interpolation, which JavaScript would take for its own. */
const at = (expression: string) => `\${${expression}}`

// https://developer.hashicorp.com/terraform/language/expressions/strings and /language/values
test.each<[string, string, Partial<typeof attributes>, unknown]>([
  ['a local', 'locals { t = "P1D" }', { query_period: 'local.t' }, { queryPeriod: '1d' }],
  ['a default', 'variable "n" { default = 7 }', { trigger_threshold: 'var.n' }, { triggerThreshold: 7 }],
  ['a list', 'locals {\n  x = ["T1110"]\n}', { techniques: 'local.x' }, { relevantTechniques: ['T1110'] }],
  ['a member', 'locals {\n  m = { t = "P2D" }\n}', { query_period: 'local.m.t' }, { queryPeriod: '2d' }],
  [
    'locals of several blocks',
    `locals { a = "${at('local.b')}H" }\nlocals { b = "PT2" }`,
    { query_period: 'local.a' },
    { queryPeriod: '2h' },
  ],
  [
    'a number in a text',
    'variable "n" { default = 7 }',
    { description: `"At ${at('var.n')} or $${at('more')}."` },
    { description: `At 7 or ${at('more')}.` },
  ],
  ['the name', 'locals { k = "key" }', { name: `"brute-${at('local.k')}"` }, { id: 'brute-key' }],
])('a module of Terraform may refer to %s of the same file', (_, definitions, own, expected) =>
  expect(imported(definitions, own)).toMatchObject({ rules: [expected], ids: [] }),
)

const doubling = [1, 2, 3, 4, 5, 6, 7, 8].map(n => `  n${n} = [${`local.n${n + 1}, `.repeat(40)}]\n`)
test.each([
  ['a variable without a default', 'variable "n" {}', 'var.n'],
  ['what is defined elsewhere', 'locals { a = 1 }', 'local.n'],
  ['itself', 'locals { n = local.n }', 'local.n'],
  ['a member that is not there', 'locals {\n  n = {}\n}', 'local.n.constructor'],
  ['a list in a text', 'locals { n = [1] }', `"a ${at('local.n')}"`],
  ['a function', 'locals { n = "P1D" }', 'lower(local.n)'],
  ['a directive', 'locals { n = true }', '"%{ if local.n }P1D%{ endif }"'],
  ['what multiplies itself', `locals {\n${doubling.join('')}  n9 = "x"\n}`, 'local.n1'],
])('a rule of Terraform is refused where it refers to %s', (_, definitions, value) =>
  expect(imported(definitions, { query_period: value })).toEqual({ rules: [], ids: ['import-expression'] }),
)
