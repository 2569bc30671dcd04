import type { JsonValue, Span } from '@tripline/diagnostics'
import type { ExpectedAlert, ExpectedEntity } from '@tripline/rules'
import { formatDatetime } from '@tripline/schemas'
import type { YamlScalar } from '@tripline/yaml'
import type { Alert } from '../alert/alert.ts'
import { entityKey } from '../alert/decisions.ts'
import type { Entity } from '../alert/entity.ts'
import { cellJson, entityJson } from '../report/alert-json.ts'
import type { Difference } from './difference.ts'
import { matchesValues } from './matches-cell.ts'

/** A field of an alert that differs; the path is relative to the alert. */
export type FieldDifference = Omit<Difference, 'message'> & { readonly note?: string }

type Compare = (expected: ExpectedAlert, actual: Alert) => readonly FieldDifference[]

interface Expected<T> {
  readonly value: T
  readonly span: Span
}

/** A field with a single value, compared as reports show it. */
const single =
  <T>(
    path: string,
    expected: (alert: ExpectedAlert) => Expected<T> | undefined,
    json: (value: T) => JsonValue,
    actual: (alert: Alert) => T,
  ): Compare =>
  (wanted, alert) => {
    const field = expected(wanted)
    if (!field) return []
    const [want, got] = [json(field.value), json(actual(alert))]
    return want === got ? [] : [{ path, expected: want, actual: got, span: field.span }]
  }

/** A list whose order does not matter. */
const list =
  (path: 'tactics' | 'techniques'): Compare =>
  (wanted, alert) => {
    const field = wanted[path]
    const want = field?.map(({ value }) => value)
    if (!want || JSON.stringify([...want].sort()) === JSON.stringify([...alert[path]].sort())) return []
    return [{ path, expected: want, actual: alert[path], span: field![0]?.span ?? wanted.span }]
  }

/** YAML parses `true` and `42`, but identifiers are always text. */
const identifierText = ({ value, text }: YamlScalar): string =>
  typeof value === 'boolean' ? (value ? 'True' : 'False') : text

const expectedEntity = ({ type, identifiers }: ExpectedEntity): Entity => ({
  type: type.value,
  identifiers: Object.fromEntries(identifiers.map(({ name, value }) => [name.value, identifierText(value)])),
})

const entities: Compare = (wanted, alert) => {
  if (!wanted.entities) return []
  const want = wanted.entities.map(expectedEntity)
  const [wantKeys, gotKeys] = [want, alert.entities].map(side => new Set(side.map(entityKey)))
  const missing = want.filter(entity => !gotKeys!.has(entityKey(entity)))
  const unexpected = alert.entities.filter(entity => !wantKeys!.has(entityKey(entity)))
  if (missing.length + unexpected.length === 0) return []
  const note = [
    ...missing.map(entity => `missing ${JSON.stringify(entityJson(entity))}`),
    ...unexpected.map(entity => `unexpected ${JSON.stringify(entityJson(entity))}`),
  ].join(', ')
  const firstMissing = wanted.entities[want.findIndex(entity => missing.includes(entity))]
  const span = (firstMissing ?? wanted.entities[0] ?? wanted).span
  return [{ path: 'entities', expected: want.map(entityJson), actual: alert.entities.map(entityJson), span, note }]
}

const customDetails: Compare = (wanted, alert) =>
  (wanted.customDetails ?? []).flatMap(({ key, values }) => {
    const detail = alert.customDetails.find(candidate => candidate.key === key.value)
    if (detail && matchesValues(values, detail)) return []
    const written = values.map(({ value }) => value)
    return [
      {
        path: `customDetails.${key.value}`,
        expected: written.length === 1 ? written[0]! : written,
        actual: detail ? cellJson(detail.type, detail.value) : null,
        span: values[0]?.span ?? key.span,
        ...(!detail && { note: 'the alert has no such detail' }),
      },
    ]
  })

const fields: readonly Compare[] = [
  single(
    'at',
    wanted => wanted.at,
    formatDatetime,
    alert => alert.at,
  ),
  single(
    'severity',
    wanted => wanted.severity,
    severity => severity,
    alert => alert.severity,
  ),
  single(
    'title',
    wanted => wanted.title,
    title => title,
    alert => alert.title,
  ),
  single(
    'description',
    wanted => wanted.description,
    text => text.trimEnd(),
    alert => alert.description,
  ),
  list('tactics'),
  list('techniques'),
  entities,
  customDetails,
  single(
    'rows',
    wanted => wanted.rows,
    rows => rows,
    alert => alert.rows,
  ),
]

/** All fields of an alert that differ from the expectation. Absent fields are not compared. */
export const compareAlert: Compare = (wanted, alert) => fields.flatMap(compare => compare(wanted, alert))
