import type { ColumnType } from '@tripline/schemas'
import type { Nodes } from '../../frontend/syntax.ts'
import { type PlanColumn, type PlanNode, visible } from '../../plan/node.ts'
import type { Environment } from '../environment.ts'
import type { Lowering } from '../lowering.ts'
import { literalRows } from '../sources/literal-rows.ts'

const dotnet: Readonly<Record<ColumnType, string>> = {
  bool: 'System.SByte',
  int: 'System.Int32',
  long: 'System.Int64',
  real: 'System.Double',
  decimal: 'System.Data.SqlTypes.SqlDecimal',
  string: 'System.String',
  datetime: 'System.DateTime',
  timespan: 'System.TimeSpan',
  guid: 'System.Guid',
  dynamic: 'System.Object',
}

/** getschema: one row per column of the input (semantics 9.7, 24.7). */
export function lowerGetSchema(
  node: Nodes['GetSchemaOperator'],
  input: PlanNode,
  _environment: Environment,
  lowering: Lowering,
): PlanNode {
  const columns = (
    [
      ['ColumnName', 'string'],
      ['ColumnOrdinal', 'int'],
      ['DataType', 'string'],
      ['ColumnType', 'string'],
    ] as const
  ).map(([name, type]): PlanColumn => ({ id: lowering.newId(), name, type }))
  const rows = visible(input).map((column, index) => [column.name, index, dotnet[column.type], column.type])
  return { ...literalRows(columns, rows, node, lowering), serialized: true }
}
