import type { ColumnType } from '@tripline/schemas'
import { edges, unsettledAt } from '../../src/functions/edge.ts'
import { type CallKind, callKind, families } from '../../src/functions/registry.ts'
import type { FunctionRow } from '../../src/functions/row.ts'
import { cellQueries } from './cell-queries.ts'
import { type Parameter, parametersOf, signatures } from './parameters.ts'

/** One edge of one argument: `start null`, or `value:real nan` where the parameter takes several types. */
export type CellName = string

/** A documented name and the cells of its arguments. */
export interface Domain {
  readonly name: string
  readonly kind: CallKind | 'operator' | 'plugin'
  /** The folder of `functions/` or `lower/` that it belongs to. */
  readonly family: string
  readonly cells: readonly CellName[]
  /** Whether the engine's own tables say that it refuses the cell. */
  readonly refuses: (cell: CellName) => boolean
  /** Queries with the argument at the edge, first the one with a usual value; none for cells that are not about a value. */
  readonly queries: (cell: CellName) => readonly string[]
}

/** Edges of dynamics besides those that a row can be asked to refuse. */
const elementEdges = ['null-element', 'nested', 'duplicate'] as const

const edgesOf = (type: ColumnType): readonly string[] => [
  ...Object.keys(edges[type]),
  ...(type === 'dynamic' ? elementEdges : []),
]

/** The name of a cell. */
export const cellName = ({ name, types }: Parameter, type: ColumnType, edge: string): CellName =>
  `${types.length > 1 ? `${name}:${type}` : name} ${edge}`

/** The cells of a parameter. */
export const cellsOf = (parameter: Parameter): readonly CellName[] => [
  ...parameter.types.flatMap(type => edgesOf(type).map(edge => cellName(parameter, type, edge))),
  ...(parameter.types.length > 0 ? ['constant', ...(parameter.constant ? [] : ['column'])] : []).map(
    edge => `${parameter.name} ${edge}`,
  ),
]

/** The parts of a cell's name: parameter, type and edge. */
export function cellParts(cell: CellName): {
  readonly parameter: string
  readonly type?: string
  readonly edge: string
} {
  const [, parameter, type, edge] = /^(.*?)(?::(\w+))? (\S+)$/.exec(cell)!
  return { parameter: parameter!, ...(type !== undefined && { type }), edge: edge! }
}

/** Every function and operator on values that queries may call, except refused ones, with its cells. */
export const domains = (): readonly Domain[] =>
  Object.entries(families).flatMap(([family, { rows }]) =>
    rows.flatMap(row => {
      if (row.kind === 'refused') return []
      const kind = callKind(row)
      return row.names.flatMap((name): readonly Domain[] => {
        const known = signatures(name, kind)
        const parameters = known.flatMap(signature => signature.parameters)
        const isInternal = parameters.length === 0 && known.length === 0
        if (isInternal) return []
        const cells = [...new Set(parameters.flatMap(cellsOf))]
        const refuses = (cell: CellName) => isUnsettled(name, kind, row, cell)
        return [{ name, kind, family, cells, refuses, queries: cell => cellQueries(name, kind, cell) }]
      })
    }),
  )

/** Whether the row refuses the edge (`unsettled` in `functions/row.ts`). */
const isUnsettled = (name: string, kind: CallKind, row: FunctionRow, cell: CellName): boolean =>
  signatures(name, kind).some(signature =>
    parametersOf(signature, signature.parameters.length).some((parameter, index) =>
      unsettledAt(row, index)?.some(edge => parameter.types.some(type => cell === cellName(parameter, type, edge))),
    ),
  )
