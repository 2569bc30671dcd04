import { type ColumnType, connectorsOf, type Table, timeColumn } from '@tripline/schemas'
import { assetColumns, type EntityColumn, entityColumns } from './entity-columns.ts'

export type NewKind = 'Scheduled' | 'NRT' | 'Hunting' | 'CustomDetection'

export interface NewRule {
  readonly id: string
  readonly name: string
  readonly kind: NewKind
  readonly table: Table
}

/** Columns that say where a row comes from, not what happened. */
const origins = new Set(['TenantId', 'Type', 'SourceSystem', '_ResourceId', '_SubscriptionId', 'ResourceId', 'MG'])

interface ComparedColumn {
  readonly column: string
  readonly suspect: string | number | boolean
  readonly harmless: string | number | boolean
}

/** Values whose literals are the same in KQL, JSON and YAML. */
const samples: readonly (readonly [readonly ColumnType[], Omit<ComparedColumn, 'column'>])[] = [
  [['string'], { suspect: 'suspicious', harmless: 'harmless' }],
  [['int', 'long', 'real', 'decimal'], { suspect: 1, harmless: 0 }],
  [['bool'], { suspect: true, harmless: false }],
]

/** The column that the rule compares, with a value that fires it and one that does not. */
function comparedColumn(table: Table, [entity]: readonly EntityColumn[]): ComparedColumn | undefined {
  if (entity) return entity
  for (const [types, sample] of samples) {
    const column = table.columns.find(({ name, type }) => types.includes(type) && !origins.has(name))
    if (column) return { column: column.name, ...sample }
  }
  return undefined
}

const entitiesOf = ({ kind, table }: NewRule): readonly EntityColumn[] =>
  kind === 'CustomDetection' ? assetColumns(table) : entityColumns(table)

/** What Defender XDR looks an event up by. */
const identities = ['DeviceId', 'ReportId']

/** Text of a rule over the rows of a table in which one column has a suspicious value. */
export function tableRule(rule: NewRule): string {
  const { id, name, kind, table } = rule
  const isDetection = kind === 'CustomDetection'
  const entities = entitiesOf(rule)
  const compared = comparedColumn(table, entities)
  const identifying = isDetection ? identities.filter(own => table.columns.some(column => column.name === own)) : []
  const named = [...entities.map(({ column }) => column), ...(compared ? [compared.column] : [])]
  const shown = [timeColumn(table), ...new Set([...identifying, ...named])]
  const [connector] = connectorsOf(table.name)
  const connectorLines =
    connector === undefined
      ? ['requiredDataConnectors: []']
      : ['requiredDataConnectors:', `  - connectorId: ${connector}`, `    dataTypes: [${table.name}]`]
  const lines = [
    ...(isDetection ? [] : [`id: ${id}`]),
    `name: ${JSON.stringify(name)}`,
    'version: 1.0.0',
    `kind: ${kind}`,
    `description: ${JSON.stringify(`${name}.`)}`,
    ...(kind === 'Hunting' ? [] : ['severity: Medium']),
    ...(isDetection ? ['frequency: 1h'] : connectorLines),
    ...(kind === 'Scheduled'
      ? ['queryFrequency: 1h', 'queryPeriod: 1h', 'triggerOperator: gt', 'triggerThreshold: 0']
      : []),
    'tactics: []',
    'relevantTechniques: []',
    'query: |',
    `  ${table.name}`,
    ...(compared ? [`  | where ${compared.column} == ${JSON.stringify(compared.suspect)}`] : []),
    `  | project ${shown.join(', ')}`,
    ...(entities.length === 0 ? [] : ['entityMappings:', ...entities.flatMap(mapping)]),
  ]
  return `${lines.join('\n')}\n`
}

const mapping = ({ entityType, identifier, column }: EntityColumn): readonly string[] => [
  `  - entityType: ${entityType}`,
  '    fieldMappings:',
  `      - { identifier: ${identifier}, columnName: ${column} }`,
]

/** Text of the tests of such a rule: a row that fires it, and one that does not. */
export function tableRuleTests(rule: NewRule, ruleFile: string): string {
  const { table } = rule
  const entities = entitiesOf(rule)
  const compared = comparedColumn(table, entities)
  const row = (value: ComparedColumn['suspect'] | undefined) => {
    const others = entities.slice(1).map(({ column, suspect }) => `${column}: ${JSON.stringify(suspect)}`)
    const cells = [...(compared ? [`${compared.column}: ${JSON.stringify(value)}`] : []), ...others]
    return `        - { ${[`${timeColumn(table)}: 2026-03-02T09:59:30Z`, ...cells].join(', ')} }`
  }
  const expected = entities.map(
    ({ entityType, identifier, suspect }) => `{ ${entityType}: { ${identifier}: ${JSON.stringify(suspect)} } }`,
  )
  return `rule: ${ruleFile}
cases:
  - name: a suspicious row fires
    at: 2026-03-02T10:00:00Z
    rows:
      ${table.name}:
${row(compared?.suspect)}
    expect:
      alerts:
        - severity: Medium
          entities: [${expected.join(', ')}]
  - name: ${compared ? 'other rows stay quiet' : 'no rows stay quiet'}
    at: 2026-03-02T10:00:00Z
${compared ? `    rows:\n      ${table.name}:\n${row(compared.harmless)}` : `    rows: { ${table.name}: [] }`}
    expect: { alerts: []${compared ? '' : ', reaches: nothing'} }
`
}
