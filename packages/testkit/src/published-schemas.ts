import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2019, type AnySchema, type ValidateFunction } from 'ajv/dist/2019.js'
import { referenceData } from './reference-data.ts'

type Json = Record<string, unknown>

/** The published interface descriptions; suites that need them run over the same list. */
const [root] = referenceData('azure-specs/')

const preview = 'Microsoft.SecurityInsights/2025-07-01-preview/AlertRules.json'
const sentinel = 'Microsoft.SecurityInsights/2025-09-01'
const insights = 'Microsoft.OperationalInsights/2025-02-01'

/** The descriptions that the requests fall under; those of the query service leave out the version in front. */
const descriptions = [
  { file: preview, prefix: '' },
  { file: `${sentinel}/Metadata.json`, prefix: '' },
  { file: `${sentinel}/AutomationRules.json`, prefix: '' },
  { file: `${sentinel}/Watchlists.json`, prefix: '' },
  { file: `${insights}/SavedSearches.json`, prefix: '' },
  { file: `${insights}/DataExports.json`, prefix: '' },
  { file: `${insights}/Tables.json`, prefix: '' },
  { file: `${insights}/OperationStatuses.json`, prefix: '' },
  { file: `${insights}/Workspaces.json`, prefix: '' },
  { file: 'Microsoft.Storage/2025-01-01/storage.json', prefix: '' },
  { file: 'Microsoft.Storage/2025-01-01/blob.json', prefix: '' },
  { file: 'Microsoft.OperationalInsights.DataPlane/v1/OperationalInsights.json', prefix: '/v1' },
]

const read = (url: string): Json => JSON.parse(readFileSync(fileURLToPath(url), 'utf8'))
const urlOf = (file: string): string => new URL(file, root).href

/** Every description by URL, and those they refer to. */
function loadAll(): Map<string, Json> {
  const loaded = new Map<string, Json>()
  const load = (url: string): void => {
    if (loaded.has(url)) return
    const document = read(url)
    loaded.set(url, document)
    for (const [, file] of JSON.stringify(document).matchAll(/"\$ref":"([^"#]+)#/g)) load(new URL(file!, url).href)
  }
  for (const { file } of descriptions) load(urlOf(file))
  return loaded
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Answers carry null for what is not set (the published examples do); requests must not. */
function nullable(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(nullable)
  if (!isObject(schema)) return schema
  return Object.fromEntries(
    Object.entries(schema).map(([name, value]) =>
      name === 'properties' && isObject(value)
        ? [name, Object.fromEntries(Object.entries(value).map(([key, one]) => [key, orNull(nullable(one))]))]
        : [name, name === 'paths' ? value : nullable(value)],
    ),
  )
}

const orNull = (schema: unknown): AnySchema => ({ anyOf: [schema as AnySchema, { type: 'null' }] })

/** A definition that others do not extend admits no property but its own and its bases'. */
function closed(documents: Map<string, Json>): void {
  const bases = new Set<string>()
  const visit = (url: string, value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) visit(url, one)
    if (!isObject(value)) return
    for (const base of Array.isArray(value.allOf) ? value.allOf : []) bases.add(new URL(base.$ref, url).href)
    for (const one of Object.values(value)) visit(url, one)
  }
  for (const [url, document] of documents) visit(url, document)
  for (const [url, document] of documents) {
    for (const [name, definition] of Object.entries((document.definitions ?? {}) as Record<string, Json>)) {
      if (bases.has(`${url}#/definitions/${name}`) || !isObject(definition.properties)) continue
      if (definition.additionalProperties === undefined) definition.unevaluatedProperties = false
    }
  }
}

function validators(direction: 'request' | 'response'): (ref: string) => ValidateFunction {
  const ajv = new Ajv2019({ strict: false, validateFormats: false, allErrors: true })
  if (direction === 'request') {
    ajv.removeKeyword('readOnly')
    ajv.addKeyword({ keyword: 'readOnly', validate: (flag: boolean) => !flag })
  }
  const documents = loadAll()
  closed(documents)
  for (const [url, document] of documents) {
    ajv.addSchema(direction === 'response' ? (nullable(document) as Json) : document, url)
  }
  return ref => ajv.compile({ $ref: ref })
}

/** A request and its answer, as they went over the wire. */
export interface WireExchange {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly request: string
  readonly status: number
  readonly response: string
}

interface Operation {
  readonly parameters: readonly Json[]
  readonly responses: Record<string, { schema?: Json }>
}

/** What the descriptions find wrong with an exchange; empty when nothing. */
export function publishedSchemas(): (exchange: WireExchange) => readonly string[] {
  const request = validators('request')
  const response = validators('response')
  const documents = loadAll()
  return exchange => {
    const path = exchange.url.split('?')[0]!
    for (const { file, prefix } of descriptions) {
      const url = urlOf(file)
      for (const [template, methods] of Object.entries(documents.get(url)!.paths as Json)) {
        const pattern = new RegExp(`^${prefix}${template.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`, 'i')
        const operation = (methods as Record<string, Operation>)[exchange.method.toLowerCase()]
        if (!operation || !pattern.test(path)) continue
        const sent = operation.parameters.map(one => resolved(one, url, documents)).find(one => one.in === 'body')
        const answered = (operation.responses[exchange.status] ?? operation.responses.default)?.schema
        return [
          ...judge(
            request,
            url,
            documents,
            sent?.schema as Json | undefined,
            exchange.request,
            `${exchange.method} ${path} request`,
          ),
          ...judge(
            response,
            url,
            documents,
            answered,
            // Some descriptions leave out errors.
            answered || exchange.status < 400 ? exchange.response : '',
            `${exchange.method} ${path} ${exchange.status}`,
          ),
        ]
      }
    }
    return [`${exchange.method} ${path}: no published operation`]
  }
}

const extendsAlertRule = ({ allOf }: Json): boolean => JSON.stringify(allOf) === '[{"$ref":"#/definitions/AlertRule"}]'

/** A parameter, or what it refers to. */
function resolved(parameter: Json, url: string, documents: Map<string, Json>): Json {
  if (typeof parameter.$ref !== 'string') return parameter
  const at = new URL(parameter.$ref, url)
  const [, kind, name] = at.hash.split('/')
  at.hash = ''
  return (documents.get(at.href)![kind!] as Record<string, Json>)[name!]!
}

function judge(
  validator: (ref: string) => ValidateFunction,
  url: string,
  documents: Map<string, Json>,
  schema: Json | undefined,
  text: string,
  where: string,
): readonly string[] {
  if (!schema) return text === '' ? [] : [`${where}: a body where none is described`]
  if (text === '') return [`${where}: no body`]
  const body = JSON.parse(text)
  // Descriptions without a definition say no more than that it is an object.
  if (typeof schema.$ref !== 'string') return isObject(body) ? [] : [`${where}: not an object`]
  const whole = new URL(schema.$ref, url).href
  const parts: [string, unknown][] = [[whole, body]]
  // A rule's kind names the definition of its properties.
  const rules = whole.endsWith('/AlertRulesList') ? body.value : whole.endsWith('/AlertRule') ? [body] : []
  for (const rule of rules) {
    const definitions = documents.get(url)!.definitions as Record<string, Json>
    const [name] =
      Object.entries(definitions).find(
        ([, one]) => one['x-ms-discriminator-value'] === rule.kind && extendsAlertRule(one),
      ) ?? []
    parts.push([`${url}#/definitions/${name}`, rule])
  }
  return parts.flatMap(([ref, value]) => {
    const validate = validator(ref)
    validate(value)
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${where}${instancePath}: ${message} ${JSON.stringify(params)}`,
    )
  })
}
