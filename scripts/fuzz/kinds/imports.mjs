import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkInOneProject } from '../call-check.mjs'
import { callTripline } from '../call-tripline.mjs'
import { filesUnder } from '../corpus.mjs'
import { mutateDocument } from '../mutate/document.mjs'
import { unreadableText } from '../unreadable.mjs'

const repository = fileURLToPath(new URL('../../..', import.meta.url))
const schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#'
const id = '0e7f3a52-6d1c-4a3e-9d0b-5b1f2c7a9e11'

/** A rule as the compiler writes it, in each form that `import` reads. */
async function compiled() {
  const rules = filesUnder('detections', /(?<!\.test)\.yaml$/)
  const documents = []
  for (const [index, target] of ['arm', 'rest', 'terraform'].entries()) {
    const { path } = rules[index]
    const { code, stdout } = await callTripline(['compile', join(repository, path), '--target', target])
    if (code !== 0) throw new Error(`${path} does not compile`)
    documents.push(stdout)
  }
  return documents
}

const properties = {
  displayName: 'Failed sign-ins',
  enabled: true,
  severity: 'Medium',
  query: "[variables('queries').failed]",
  queryFrequency: 'PT1H',
  queryPeriod: 'P1D',
  triggerOperator: 'GreaterThan',
  triggerThreshold: "[parameters('threshold')]",
  suppressionEnabled: false,
  suppressionDuration: 'PT5H',
  tactics: ['CredentialAccess'],
  techniques: ['T1078'],
  entityMappings: [{ entityType: 'IP', fieldMappings: [{ identifier: 'Address', columnName: 'IPAddress' }] }],
  customDetails: { User: 'UserPrincipalName' },
  alertDetailsOverride: { alertDisplayNameFormat: 'Failed {{IPAddress}}', alertDynamicProperties: [] },
  incidentConfiguration: {
    createIncident: true,
    groupingConfiguration: { enabled: true, lookbackDuration: 'PT5H', matchingMethod: 'AllEntities' },
  },
}
const rule = {
  type: 'Microsoft.SecurityInsights/alertRules',
  name: `[concat(parameters('workspace'), '/Microsoft.SecurityInsights/${id}')]`,
  kind: 'Scheduled',
  properties,
}
const template = {
  $schema: schema,
  parameters: { workspace: { type: 'string', defaultValue: 'w' }, threshold: { type: 'int', defaultValue: 3 } },
  variables: {
    queries: { failed: "[format('SigninLogs | where ResultType != {0}', variables('code'))]" },
    code: "[toLower(join(createArray('5', '0'), ''))]",
  },
  resources: [rule],
}

/** Forms that the compiler does not write. */
const written = [
  template,
  { ...template, resources: { rule } },
  {
    value: [
      {
        id: `/x/alertRules/${id}`,
        name: id,
        etag: '"1"',
        kind: 'Scheduled',
        properties: { ...properties, query: 'SigninLogs' },
      },
    ],
  },
  [{ method: 'PUT', path: `/x/alertRules/${id}?api-version=2025-09-01`, body: { kind: 'NRT', properties } }],
  {
    $schema: schema,
    resources: [
      {
        type: 'Microsoft.Resources/deployments',
        properties: {
          expressionEvaluationOptions: { scope: 'inner' },
          parameters: { threshold: { value: '[if(true(), 1, 2)]' } },
          template,
        },
      },
      {
        type: 'Microsoft.OperationalInsights/workspaces/providers/contentTemplates',
        properties: {
          contentId: id,
          mainTemplate: {
            ...template,
            resources: [{ ...rule, type: 'Microsoft.SecurityInsights/AlertRuleTemplates' }],
          },
        },
      },
      {
        type: 'Microsoft.OperationalInsights/savedSearches',
        properties: {
          category: 'Hunting Queries',
          displayName: 'Hunt',
          query: 'SigninLogs',
          tags: [{ name: 'tactics', value: 'Persistence' }],
        },
      },
    ],
  },
  {
    resource: {
      azapi_resource: {
        rule: {
          type: `${rule.type}@2025-09-01`,
          name: id,
          body: { kind: 'Scheduled', properties: { ...properties, query: '$${a}' } },
        },
      },
    },
  },
]

const documents = [
  ...(await compiled()),
  ...written.map(document => JSON.stringify(document, undefined, 2)),
  ...filesUnder('../shared/faults/files', /import.*\.json$/).map(({ bytes }) => bytes),
  // A rule file is not an Azure document, and must be refused as such.
  ...filesUnder('detections', /(?<!\.test)\.yaml$/)
    .slice(0, 2)
    .map(({ bytes }) => bytes),
].map(document => Buffer.from(document))

const calls = [
  [4, [['import', 'subject.json']]],
  [
    3,
    [
      ['import', 'subject.json', '--out', 'rules'],
      ['check', 'rules', '--format', 'json'],
    ],
  ],
  [1, [['import', 'subject.json', 'subject.json', '--out', 'rules']]],
]

const make = at => ({
  files: { 'subject.json': mutateDocument(at, at.one(documents), at.one(documents)) },
  subject: 'subject.json',
  calls: at.weighted(calls),
  writes: ['rules'],
})

const check = checkInOneProject()

/** Imported rules are checked in a project without configuration. */
async function run({ calls: wanted }) {
  const [imported, checked] = wanted
  const calls = [await callTripline(imported)]
  if (checked && calls[0].code === 0) calls.push(await check(checked))
  return { calls, failures: [] }
}

export default { make, run, unreadable: unreadableText }
