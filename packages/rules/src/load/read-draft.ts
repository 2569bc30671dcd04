import type { Located, SourceFile } from '@tripline/diagnostics'
import { nodeSpan, type Reader, type Reading, type RecordOf, record, type YamlNode } from '@tripline/yaml'
import { houseDetection, isGraphDetection } from '../detection/graph-form.ts'
import type { Duration } from '../document/duration.ts'
import type { RuleDraft, RuleKind, Suppression } from '../document/rule.ts'
import { detectionFields } from './detection-fields.ts'
import { loadReport } from './load-report.ts'
import {
  type alertingFields,
  huntingFields,
  incidentCreationFields,
  nrtFields,
  scheduledFields,
  templateFields,
} from './rule-fields.ts'

const scheduled = record('a scheduled rule', scheduledFields)
const nrt = record('an NRT rule', nrtFields)
const detection = record('a custom detection', detectionFields)
const hunting = record('a hunting query', huntingFields)
const incidentCreation = record('an incident creation rule', incidentCreationFields)
const template = record('a template rule', templateFields)

type DraftOrigin = Pick<RuleDraft, 'file' | 'span'>
type DraftReader = (origin: DraftOrigin) => Reader<RuleDraft>

const drafted =
  <Fields>(
    fields: Reader<Fields>,
    shape: (origin: DraftOrigin, fields: Fields, reading: Reading) => RuleDraft,
  ): DraftReader =>
  origin => ({
    expected: fields.expected,
    read(node, reading) {
      const read = fields.read(node, reading)
      return read && shape(origin, read, reading)
    },
  })

const templateRule = (kind: 'Fusion' | 'ThreatIntelligence' | 'MLBehaviorAnalytics'): DraftReader =>
  drafted(template, (origin, { metadata, ...fields }) => ({ ...origin, kind, tripline: metadata, ...fields }))

const draftReaders: Readonly<Record<RuleKind, DraftReader>> = {
  Scheduled: drafted(scheduled, (origin, fields, reading) => ({
    ...origin,
    kind: 'Scheduled',
    ...alerting(fields, reading),
  })),
  NRT: drafted(nrt, (origin, fields, reading) => ({ ...origin, kind: 'NRT', ...alerting(fields, reading) })),
  CustomDetection: drafted(graphOr(detection), (origin, fields, reading) => ({
    ...origin,
    kind: 'CustomDetection',
    ...alerting(fields, reading),
    sentinelEntitiesMappings: [],
  })),
  Hunting: drafted(hunting, (origin, { metadata, ...fields }) => ({
    ...origin,
    kind: 'Hunting',
    tripline: metadata,
    ...fields,
  })),
  MicrosoftSecurityIncidentCreation: drafted(incidentCreation, (origin, { metadata, ...fields }) => ({
    ...origin,
    kind: 'MicrosoftSecurityIncidentCreation',
    tripline: metadata,
    ...fields,
  })),
  Fusion: templateRule('Fusion'),
  ThreatIntelligence: templateRule('ThreatIntelligence'),
  MLBehaviorAnalytics: templateRule('MLBehaviorAnalytics'),
}

/** The format of a rule file by the rule's kind. */
export const ruleFormats: Readonly<Record<RuleKind, Reader<unknown>>> = {
  Scheduled: scheduled,
  NRT: nrt,
  CustomDetection: detection,
  Hunting: hunting,
  MicrosoftSecurityIncidentCreation: incidentCreation,
  Fusion: template,
  ThreatIntelligence: template,
  MLBehaviorAnalytics: template,
}

/** Reads a mapping as a rule of a kind. */
export const readDraft = (kind: RuleKind, file: SourceFile, node: YamlNode): Reader<RuleDraft> =>
  draftReaders[kind]({ file, span: nodeSpan(node) })

type AlertingFields = Pick<
  RecordOf<typeof alertingFields>,
  'metadata' | 'eventGroupingSettings' | 'suppressionEnabled' | 'suppressionDuration'
>

/** Reads a document as Microsoft Graph has it in the words of rule files. */
function graphOr<T>(fields: Reader<T>): Reader<T> {
  return {
    ...fields,
    read: (node, reading) =>
      fields.read(
        node.kind === 'mapping' && isGraphDetection(node) ? houseDetection(node, reading.report) : node,
        reading,
      ),
  }
}

function alerting<Fields extends AlertingFields>(fields: Fields, reading: Reading) {
  const { metadata, eventGroupingSettings, suppressionEnabled, suppressionDuration, ...rest } = fields
  const suppression = suppressionOf(suppressionEnabled, suppressionDuration, reading)
  return {
    tripline: metadata,
    ...(eventGroupingSettings && { aggregationKind: eventGroupingSettings }),
    ...(suppression && { suppression }),
    ...rest,
  }
}

function suppressionOf(
  enabled: Located<boolean> | undefined,
  duration: Located<Duration> | undefined,
  reading: Reading,
): Suppression | undefined {
  if (duration) return { enabled: enabled ?? { value: false, span: duration.span }, duration }
  if (enabled?.value) reading.report(loadReport['suppression-without-duration'](enabled.span))
  return undefined
}
