import {
  anyNode,
  anyText,
  defaulted,
  expected,
  list,
  nodeSpan,
  oneOf,
  optional,
  parsed,
  type Reader,
  record,
  required,
} from '@tripline/yaml'
import { detectionEntity, detectionEntityNames } from '../detection/detection-entities.ts'
import { detectionFrequency } from '../detection/detection-frequency.ts'
import type { EntityMapping } from '../document/rule.ts'
import { loadReport } from './load-report.ts'
import { alertingFields } from './rule-fields.ts'
import { fieldMappingList } from './rule-readers.ts'

const entityMapping = record('an entity mapping', {
  entityType: required(oneOf(detectionEntityNames)),
  fieldMappings: required(fieldMappingList),
})

const detectionMapping: Reader<EntityMapping> = {
  ...entityMapping,
  read(node, reading) {
    const mapping = entityMapping.read(node, reading)
    const known = Object.keys(detectionEntity(mapping?.entityType.value ?? '')?.identifiers ?? {})
    for (const { identifier } of mapping?.fieldMappings ?? []) {
      if (known.includes(identifier.value)) continue
      reading.report(loadReport['detection-identifier'](identifier.span, mapping!.entityType.value, known))
    }
    return mapping
  },
}

/** Keys of analytics rules that Defender XDR has no counterpart of. */
const foreign = [
  'queryFrequency',
  'queryPeriod',
  'triggerOperator',
  'triggerThreshold',
  'sentinelEntitiesMappings',
  'suppressionEnabled',
  'suppressionDuration',
  'incidentConfiguration',
] as const

/** The keys of a custom detection of Defender XDR, which are those of other rules where they mean the same. */
export const detectionFields = {
  ...alertingFields,
  ...(Object.fromEntries(foreign.map(key => [key, refused(key)])) as Record<
    (typeof foreign)[number],
    ReturnType<typeof refused>
  >),
  id: optional(anyText),
  frequency: expected(parsed('1h, 3h, 12h, 24h or continuous', detectionFrequency)),
  entityMappings: defaulted(list(detectionMapping), []),
  recommendedActions: optional(anyText),
  responseActions: optional(anyNode),
  automatedActions: optional(anyNode),
  organizationalScope: optional(anyNode),
}

function refused(key: string) {
  return optional<never>({
    expected: 'nothing',
    read: (node, { report }) => void report(loadReport['not-for-detections'](nodeSpan(node), key)) as undefined,
  })
}
