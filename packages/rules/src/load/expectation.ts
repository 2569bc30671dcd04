import type { Located } from '@tripline/diagnostics'
import {
  anyText,
  list,
  located,
  mapOf,
  mapped,
  nodeSpan,
  oneOf,
  oneOrMore,
  optional,
  type Reader,
  record,
  schemaOf,
  text,
  wholeNumber,
  wrongType,
  type YamlScalar,
} from '@tripline/yaml'
import { detectionEntity } from '../detection/detection-entities.ts'
import type { Expectation, ExpectedEntity, ExpectedIdentifier, ExpectedIncident } from '../document/test-file.ts'
import { type EntityType, entityTypeNames, entityTypes } from '../sentinel/entity-type.ts'
import { loadReport } from './load-report.ts'
import { datetime, severity, tacticList, techniqueList } from './rule-readers.ts'

export const scalar: Reader<YamlScalar> = {
  expected: 'a single value',
  read: (node, reading) => (node.kind === 'scalar' ? node : wrongType(node, 'a single value', reading)),
}

/** The identifiers of a type, in Sentinel and in Defender XDR. */
const identifiersOf = (type: EntityType): readonly string[] => [
  ...new Set([...entityTypes[type].identifiers, ...Object.keys(detectionEntity(type)?.identifiers ?? {})]),
]

const entityTypeName = oneOf(entityTypeNames)
const identifierOf = new Map(entityTypeNames.map(type => [type, oneOf(identifiersOf(type))]))

const entitySchema = (type: EntityType) => ({
  type: 'object',
  properties: Object.fromEntries(identifiersOf(type).map(name => [name, {}])),
  additionalProperties: false,
})

/** `Account: { FullName: mallory@contoso.example }` */
const entity: Reader<ExpectedEntity> = {
  expected: 'an entity',
  read(node, reading) {
    const [entry, ...others] = node.kind === 'mapping' ? node.entries : []
    if (!entry || others.length > 0) return void reading.report(loadReport['one-entity'](nodeSpan(node))) as undefined
    const type = entityTypeName.read(entry.key, reading)
    if (!type) return undefined
    if (entry.value.kind !== 'mapping') return wrongType(entry.value, 'the identifiers of the entity', reading)
    const identifier = identifierOf.get(type.value)!
    const identifiers: ExpectedIdentifier[] = []
    for (const { key, value } of entry.value.entries) {
      const name = identifier.read(key, reading)
      const wanted = scalar.read(value, reading)
      if (name && wanted) identifiers.push({ name, value: wanted })
    }
    return { span: nodeSpan(node), type, identifiers }
  },
  schema: () => ({
    type: 'object',
    minProperties: 1,
    maxProperties: 1,
    properties: Object.fromEntries(entityTypeNames.map(type => [type, entitySchema(type)])),
    additionalProperties: false,
  }),
}

const customDetails = mapped(mapOf(oneOrMore(scalar)), details =>
  details.map(({ key, value }) => ({ key, values: value })),
)

const alert = mapped(
  located(
    record('an expected alert', {
      at: optional(datetime),
      severity: optional(severity),
      title: optional(anyText),
      description: optional(anyText),
      tactics: optional(tacticList),
      techniques: optional(techniqueList),
      entities: optional(list(entity)),
      customDetails: optional(customDetails),
      rows: optional(wholeNumber),
    }),
  ),
  ({ value, span }) => ({ span, ...value }),
)

const alerts = list(alert)

const incidentList = list(
  mapped(
    located(
      record('an expected incident', {
        at: optional(datetime),
        severity: optional(severity),
        title: optional(anyText),
        alerts: optional(alerts),
      }),
    ),
    ({ value, span }): ExpectedIncident => ({ span, ...value }),
  ),
)

/** How many incidents, or which. */
const incidents: Reader<Located<number | readonly ExpectedIncident[]>> = {
  expected: `${wholeNumber.expected}, or a list of incidents`,
  read(node, reading) {
    if (node.kind !== 'sequence') return wholeNumber.read(node, reading)
    const value = incidentList.read(node, reading)
    return value && { value, span: nodeSpan(node) }
  },
  schema: strictness => ({ anyOf: [schemaOf(wholeNumber, strictness), schemaOf(incidentList, strictness)] }),
}

const fields = record('an expectation', {
  alerts: optional(alerts),
  incidents: optional(incidents),
  missed: optional(wholeNumber),
  duplicates: optional(wholeNumber),
  reaches: optional(text),
})

export const expectation: Reader<Expectation> = {
  expected: 'an expectation',
  read(node, reading) {
    if (node.kind === 'scalar' && node.value === 'todo') return { span: nodeSpan(node), isTodo: true }
    const read = fields.read(node, reading)
    if (!read) return undefined
    const written = node.kind === 'mapping' && node.entries.length > 0
    if (!written) reading.report(loadReport['expects-nothing'](nodeSpan(node)))
    return { span: nodeSpan(node), ...read }
  },
  schema: strictness => ({ anyOf: [schemaOf(fields, strictness), { const: 'todo' }] }),
}
