import type { Located, SourceFile, Span } from '@tripline/diagnostics'
import type { Rows } from '@tripline/kql/engine'
import type { NrtRule, ScheduledRule } from '@tripline/rules'
import { type Duration, parseDuration } from '@tripline/rules'
import { type ColumnType, parseDatetimeIso } from '@tripline/schemas'
import type { YamlScalar } from '@tripline/yaml'
import type { Alert } from '../src/alert/alert.ts'

const file: SourceFile = { path: 'sample.yaml', text: '' }

export const nowhere: Span = { file, start: 0, end: 0 }

export const located = <T>(value: T): Located<T> => ({ value, span: nowhere })

export const duration = (text: string): Located<Duration> => located(parseDuration(text)!)

export const instant = (text: string): bigint => parseDatetimeIso(text)!

export const scalar = (value: YamlScalar['value'], text = String(value)): YamlScalar => ({
  kind: 'scalar',
  value,
  text,
  span: nowhere,
  offsetAt: () => 0,
})

const document = {
  file,
  span: nowhere,
  id: located('9a7b8c6d-0000-4000-8000-000000000001'),
  tripline: { hipaa: [], suppress: [] },
  name: located('Sample'),
  description: located('Identifies samples.'),
  severity: located('Medium' as const),
  query: { ...located('SigninLogs'), offsetAt: () => 0 },
  tactics: [located('InitialAccess' as const)],
  relevantTechniques: [located('T1078'), located('T1078.004')],
  entityMappings: [],
  customDetails: [],
  sentinelEntitiesMappings: [],
}

/** A rule that runs every 5 minutes over 1 hour and fires on any row. */
export const scheduled = (changes: Partial<ScheduledRule> = {}): ScheduledRule => ({
  ...document,
  kind: 'Scheduled',
  queryFrequency: duration('5m'),
  queryPeriod: duration('1h'),
  triggerOperator: located('GreaterThan'),
  triggerThreshold: located(0),
  ...changes,
})

export const nrt = (changes: Partial<NrtRule> = {}): NrtRule => ({ ...document, kind: 'NRT', ...changes })

/** An alert at ten o'clock. */
export const alert = (changes: Partial<Alert> = {}): Alert => ({
  at: instant('2026-03-02T10:00:00Z'),
  title: 'Sample',
  description: '',
  severity: 'Medium',
  tactics: [],
  techniques: [],
  entities: [],
  customDetails: [],
  rows: 1,
  ...changes,
})

export const rowsOf = (columns: Readonly<Record<string, ColumnType>>, rows: Rows['rows']): Rows => ({
  columns: Object.entries(columns).map(([name, type]) => ({ name, type })),
  rows,
})

export const mapping = (entityType: string, fields: Readonly<Record<string, string>>) => ({
  span: nowhere,
  entityType: located(entityType as 'Account'),
  fieldMappings: Object.entries(fields).map(([identifier, column]) => ({
    identifier: located(identifier),
    columnName: located(column),
  })),
})
