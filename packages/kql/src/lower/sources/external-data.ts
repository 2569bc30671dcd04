import { lookUp } from '@tripline/diagnostics'
import type { ColumnType } from '@tripline/schemas'
import { columnsOf, type Expr, elementsOf, type Nodes, spanOf, textOf } from '../../frontend/syntax.ts'
import { project, reference } from '../../plan/build.ts'
import { constantOf, type Expression, literal, positionOrder } from '../../plan/expression.ts'
import type { Expand, PlanColumn, PlanNode } from '../../plan/node.ts'
import { externalTable } from '../../world/stored-table.ts'
import type { Environment } from '../environment.ts'
import { settled } from '../expressions/settled.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { type Steps, stepsAt } from '../steps.ts'
import { fieldReaders, type ReadField } from './external-fields.ts'
import { literalRows } from './literal-rows.ts'
import { tableScan } from './table-scan.ts'

type ExternalData = Nodes['ExternalDataExpression']

/** externaldata: the records of the files that the project has for its URLs; nothing is fetched (semantics 17.4). */
export function lowerExternalData(node: ExternalData, environment: Environment, lowering: Lowering): PlanNode {
  const columns = columnsOf(node.ResultType).map(({ name, type }) => ({ name, type: type as ColumnType }))
  const properties = propertiesOf(node, environment, lowering)
  const [first, ...others] = elementsOf<Expr>(node.URIs).map(element => {
    const url = constantOf(lowering.expression(element, { environment }))
    if (typeof url !== 'string') return refuse(element, 'url-constant')
    if (!lowering.externalData.has(url)) return refuse(element, 'url-unrecorded', url)
    return rowsAt(url, columns, properties, node, lowering)
  })
  if (!first) return refuse(node, 'url-missing')
  if (others.length === 0) return first
  const shown = columns.map(({ name, type }): PlanColumn => ({ id: lowering.newId(), name, type }))
  const legs = [first, ...others].map(input => ({ input, source: '', ids: idsOf(input, columns.length) }))
  return { op: 'union', legs, columns: shown, order: [], serialized: false, span: spanOf(node) }
}

const idsOf = (input: PlanNode, count: number) => input.columns.slice(0, count).map(({ id }) => id)

interface Properties {
  /** Absent: determined by the URL's extension. */
  readonly format: string | undefined
  readonly ignoreFirstRecord: boolean
  readonly mapping: string | undefined
  readonly at: Expr
}

const known: ReadonlySet<string> = new Set(['format', 'ignorefirstrecord', 'ingestionmapping', 'zippattern'])

function propertiesOf(node: ExternalData, environment: Environment, lowering: Lowering): Properties {
  const written = new Map<string, string>()
  for (const property of elementsOf<Nodes['NamedParameter']>(node.WithClause?.Properties)) {
    const name = property.Name!.SimpleName!.toLowerCase()
    if (!known.has(name)) refuse(property, 'property-unsupported', property.Name!.SimpleName!)
    written.set(name, propertyText(property.Expression!, environment, lowering))
  }
  return {
    format: written.get('format')?.toLowerCase(),
    ignoreFirstRecord: /^(true|1)$/i.test(written.get('ignorefirstrecord') ?? ''),
    mapping: written.get('ingestionmapping'),
    at: node,
  }
}

/** A constant, or a bare word. */
function propertyText(value: Expr, environment: Environment, lowering: Lowering): string {
  if (/^\w+$/.test(textOf(value))) return textOf(value)
  const constant = constantOf(lowering.expression(value, { environment }))
  return constant === null || constant === undefined ? refuse(value, 'property-constant') : String(constant)
}

/** The format in a URL's extension: `https://host/a/file.json.gz?key` is json. */
const extensionOf = (url: string): string | undefined =>
  /\.(\w+)$/.exec(url.replace(/[?;].*$/s, '').replace(/\.(gz|zip)$/i, ''))?.[1]?.toLowerCase()

function rowsAt(
  url: string,
  columns: readonly { readonly name: string; readonly type: ColumnType }[],
  properties: Properties,
  node: ExternalData,
  lowering: Lowering,
): PlanNode {
  const extension = extensionOf(url) ?? ''
  const format = properties.format ?? (extension in fieldReaders ? extension : 'csv')
  const fieldsOf = lookUp(fieldReaders, format)
  if (!fieldsOf) return refuse(node, 'format-unsupported', format)
  const read = fieldsOf(
    columns.map(({ name }) => name),
    properties.mapping,
    node,
  )
  const shown = columns.map(({ name, type }): PlanColumn => ({ id: lowering.newId(), name, type }))
  const stored = lowering.stored.get(externalTable(url))
  const steps = stepsAt(spanOf(node), lowering)
  const text: PlanColumn = { id: lowering.newId(), name: 'text', type: 'string' }
  const file = stored ? tableScan(stored, [text], node, lowering) : literalRows([text], [], node, lowering)
  const records = recordsOf(file, text, format, steps, lowering)
  const kept = properties.ignoreFirstRecord ? steps.where(records, isLater(records, steps)) : records
  const record = reference(records.columns[0]!)
  const assignments = shown.map(({ id, type }, index) => ({
    id,
    expression: field(read, record, index, type as ColumnType, steps, node),
  }))
  return project(kept, assignments, shown, spanOf(node))
}

/** A row per record, with its number. */
function recordsOf(file: PlanNode, text: PlanColumn, format: string, steps: Steps, lowering: Lowering): Expand {
  const record = steps.column('record', 'dynamic')
  const index: PlanColumn = { id: lowering.newId(), name: 'index', type: 'long', hidden: true }
  const array = steps.call('external_records', [reference(text), literal('string', format)], 'dynamic')
  return {
    op: 'expand',
    input: file,
    expansions: [{ id: record.id, array, type: 'dynamic', bags: 'array' }],
    index: index.id,
    columns: [record, index],
    order: positionOrder(index.id),
    serialized: false,
    span: file.span,
  }
}

const isLater = (records: Expand, steps: Steps): Expression =>
  steps.call('>', [reference(records.columns[1]!), literal('long', 0n)], 'bool')

/** A field of a record converted to its column's type; missing if it does not convert. */
function field(
  read: ReadField,
  record: Expression,
  index: number,
  type: ColumnType,
  steps: Steps,
  node: Expr,
): Expression {
  const { value, isText } = read(record, index, steps)
  if (type === 'dynamic') return isText ? steps.call('parse_json', [value], 'dynamic') : value
  const text = isText ? value : steps.call('tostring', [value], 'string')
  if (type === 'string') return text
  const known = settled(text, ['blanks', 'non-ascii'], `externaldata to ${type} of`, node)
  return steps.call(`to${type}`, [known], type)
}
