import { operators } from '../../src/lower/operators/operators.ts'
import { sources } from '../../src/lower/table.ts'

const spelling: Readonly<Record<string, string>> = {
  FilterOperator: 'where',
  DataTableExpression: 'datatable',
  ExternalDataExpression: 'externaldata',
  MaterializeExpression: 'materialize',
  ToTableExpression: 'totable',
  ReduceByOperator: 'reduce',
  GetSchemaOperator: 'getschema',
}

/** `MvExpandOperator` -> `mv-expand`. */
export const operatorName = (node: string): string =>
  spelling[node] ??
  node
    .replace(/(Operator|Expression)$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, '-')
    .toLowerCase()

/** The operators of graphs, which are not tables. */
const graphOperators = ['MakeGraphOperator', 'GraphMatchOperator'] as const

/** The parser's names of the tabular operators that run. */
export const builtOperators: readonly string[] = [
  ...Object.keys({ ...sources, ...operators }).filter(node => node.endsWith('Operator') || node in spelling),
  ...graphOperators,
]
