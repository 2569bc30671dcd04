import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { enterFolder, tripline } from '../cli.ts'
import { harmless } from './expect-harmless.ts'
import { hostileStrings, hostileTexts } from './hostile-strings.ts'

/** Lines that end as blocks of YAML and Bicep can have them. */
const [oneLine, manyLines] = hostileTexts.map(text => text.toWellFormed().replace(/\r\n?/g, '\n')) as [string, string]
const name = hostileStrings['Azure Pipelines']!

/** The query has the text where Kusto takes it as it is: in a string of several lines. */
const rule = {
  id: '2f1bd6c5-7a52-4c51-9f66-0d8f0c1f3a11',
  name,
  kind: 'Scheduled',
  description: manyLines,
  severity: 'High',
  queryFrequency: '1h',
  queryPeriod: '1h',
  triggerOperator: 'gt',
  triggerThreshold: 0,
  query: `let text = \`\`\`${manyLines}\`\`\`;\nSigninLogs | where UserPrincipalName == text`,
  alertDetailsOverride: { alertDescriptionFormat: oneLine },
}

const properties = {
  displayName: name,
  description: manyLines,
  query: expect.stringContaining(manyLines),
  alertDetailsOverride: { alertDescriptionFormat: oneLine },
}

const enterProject = () => enterFolder({ 'tripline.yaml': '{}', 'detections/a.yaml': JSON.stringify(rule) })

test.each([
  ['arm', (document: { resources: [unknown] }) => document.resources[0]],
  ['rest', (document: [{ body: unknown }]) => document[0].body],
  [
    'terraform',
    (document: { resource: { azapi_resource: object } }) =>
      (Object.values(document.resource.azapi_resource)[0] as { body: unknown }).body,
  ],
] as const)('what compile makes for %s is exact and harmless', async (target, resourceIn) => {
  enterProject()
  const { stdout, code, stderr } = await harmless(['compile', '--target', target])
  expect(code, stderr).toBe(0)
  expect(resourceIn(JSON.parse(stdout))).toMatchObject({ properties })
})

test('what compile makes for bicep is exact and harmless', async () => {
  enterProject()
  const { stdout } = await harmless(['compile', '--target', 'bicep'])
  const texts = Array.from(stdout.matchAll(/^ *(\w+): '((?:[^'\\]|\\.)*)'$/gm), ([, key, text]) => [
    key,
    parsedBicep(text!),
  ])
  expect(Object.fromEntries(texts)).toMatchObject({
    displayName: name,
    description: manyLines,
    query: properties.query,
  })
})

/** A string as Bicep's own documentation has it. */
const parsedBicep = (text: string): string =>
  text.replace(/\\(?:u\{([0-9a-f]+)\}|(.))/g, (_, code, sign: string) =>
    code ? String.fromCodePoint(Number.parseInt(code, 16)) : ({ n: '\n', r: '\r', t: '\t' }[sign] ?? sign),
  )

test('what import makes of it is harmless, and compiles to the same', async () => {
  enterProject()
  const compile = async (...paths: string[]) => (await tripline(['compile', '--target', 'rest', ...paths])).stdout
  const requests = await compile()
  enterFolder({ 'rules.json': requests })
  const { stdout } = await harmless(['import', 'rules.json'])
  expect(await harmless(['import', 'rules.json', '--out', 'imported'])).toMatchObject({ code: 0 })
  expect(readFileSync(`imported/${readdirSync('imported')[0]}`, 'utf8')).toBe(stdout)
  expect(JSON.parse(await compile('imported'))).toEqual(JSON.parse(requests))
})
