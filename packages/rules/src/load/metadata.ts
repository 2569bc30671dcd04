import {
  anyText,
  byShape,
  defaulted,
  list,
  mapOf,
  mapped,
  optional,
  type Reader,
  record,
  required,
  schemaOf,
  wrongType,
} from '@tripline/yaml'
import type { TriplineMetadata } from '../document/rule.ts'
import { datetime, duration } from './rule-readers.ts'

/** `contains-for-term: the reason`, or `{ reason, until: 2027-01-01 }`. */
const acceptance = byShape({
  scalar: mapped(anyText, reason => ({ reason })),
  mapping: record('an accepted finding', { reason: required(anyText), until: optional(datetime) }),
})

const tripline = record('metadata.tripline', {
  hipaa: defaulted(list(anyText), []),
  suppress: defaulted(
    mapped(mapOf(acceptance), entries => entries.map(({ key, value }) => ({ check: key, ...value }))),
    [],
  ),
  ingestionDelay: optional(duration),
})

export const noMetadata: TriplineMetadata = { hipaa: [], suppress: [] }

/** `metadata`: only its `tripline` part is ours; the rest belongs to the template format and is not checked. */
export const metadata: Reader<TriplineMetadata> = {
  expected: 'a mapping',
  read(node, reading) {
    if (node.kind !== 'mapping') return wrongType(node, 'a mapping', reading)
    const own = node.entries.find(({ key }) => key.text === 'tripline')
    return own ? tripline.read(own.value, reading) : noMetadata
  },
  schema: strictness => ({ type: 'object', properties: { tripline: schemaOf(tripline, strictness) } }),
}
