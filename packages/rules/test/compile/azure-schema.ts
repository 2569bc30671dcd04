import { readFileSync } from 'node:fs'
import { referenceData } from '@tripline/testkit'
import { Ajv, type ValidateFunction } from 'ajv'
import type { CompiledResource } from '../../src/index.ts'

/** The published interface descriptions; suites that need them run over the same list. */
const [azureSpecs] = referenceData('azure-specs/')

interface Definition {
  readonly properties?: Readonly<Record<string, { readonly readOnly?: boolean; readonly $ref?: string }>>
  readonly allOf?: readonly { readonly $ref: string }[]
  additionalProperties?: false
}
interface Description {
  readonly definitions?: Readonly<Record<string, Definition>>
}

const load = (url: URL): Description => JSON.parse(readFileSync(url, 'utf8')) as Description

/** Validators, each made once. */
const validators = new Map<string, ValidateFunction>()

/** Judges values by a definition of a published description; durations are judged too. */
function validatorOf(description: string, definition: string): ValidateFunction {
  const key = `${description} ${definition}`
  const validate = validators.get(key) ?? compile(new URL(description, azureSpecs), definition)
  validators.set(key, validate)
  return validate
}

function compile(url: URL, definition: string): ValidateFunction {
  const ajv = new Ajv({ strict: false, logger: false, allErrors: true })
  ajv.addFormat('duration', /^P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/)
  const add = (one: URL): void => {
    const schema = one.href.includes('/common-types/') ? load(one) : closed(load(one))
    ajv.addSchema(schema, one.href)
    for (const [, path] of JSON.stringify(schema).matchAll(/"\$ref":\s*"([^#"]+)#/g)) {
      const next = new URL(path!, one)
      if (!ajv.getSchema(next.href)) add(next)
    }
  }
  add(url)
  return ajv.getSchema(`${url.href}#/definitions/${definition}`)!
}

/** The descriptions leave objects open; here those that are no part of another take the properties they name, no more. */
function closed(description: Description): Description {
  const text = JSON.stringify(description)
  for (const [name, definition] of Object.entries(description.definitions ?? {})) {
    const isPart = new RegExp(`"allOf":\\[[^\\]]*#/definitions/${name}"`).test(text)
    if (definition.properties && !definition.allOf && !isPart) definition.additionalProperties ??= false
  }
  return description
}

/** The properties that a caller may send. */
function writableProperties(description: string, definition: string): ReadonlySet<string> {
  const { definitions = {} } = load(new URL(description, azureSpecs))
  const collect = (name: string): string[] => {
    const { properties = {}, allOf = [] } = definitions[name]!
    const own = Object.entries(properties).filter(([, { readOnly }]) => !readOnly)
    return [...own.map(([key]) => key), ...allOf.flatMap(({ $ref }) => collect($ref.split('/').at(-1)!))]
  }
  return new Set(collect(definition))
}

const ruleDefinitions = {
  Scheduled: 'ScheduledAlertRule',
  NRT: 'NrtAlertRule',
  Fusion: 'FusionAlertRule',
  ThreatIntelligence: 'ThreatIntelligenceAlertRule',
  MLBehaviorAnalytics: 'MLBehaviorAnalyticsAlertRule',
  MicrosoftSecurityIncidentCreation: 'MicrosoftSecurityIncidentCreationAlertRule',
} as const

/** What the published description of its interface version says against a resource. */
export function faultsOf(resource: CompiledResource): readonly unknown[] {
  const { apiVersion, body } = resource
  const [description, definition] =
    resource.type === 'alertRule'
      ? [`Microsoft.SecurityInsights/${apiVersion}/AlertRules.json`, ruleDefinitions[resource.kind]]
      : [`Microsoft.OperationalInsights/${apiVersion}/SavedSearches.json`, 'SavedSearch']
  if (!(definition in (load(new URL(description, azureSpecs)).definitions ?? {}))) return [`no ${definition}`]
  const validate = validatorOf(description, definition)
  const writable = writableProperties(description, `${definition}Properties`)
  const strange = Object.keys(body.properties).filter(property => !writable.has(property))
  return validate(body) ? strange : [...(validate.errors ?? []), ...strange]
}
