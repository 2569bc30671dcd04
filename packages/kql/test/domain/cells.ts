import type { ColumnType } from '@tripline/schemas'
import { edges } from '../../src/functions/edge.ts'
import { type CallKind, callKind, families } from '../../src/functions/registry.ts'
import type { FunctionRow } from '../../src/functions/row.ts'
import { type Parameter, signatures } from './parameters.ts'

/** One edge of one argument: `start null`, or `value:real nan` where the parameter takes several types. */
export type CellName = string

/** A documented name and the cells of its arguments. */
export interface Domain {
  readonly name: string
  readonly kind: CallKind
  /** The folder of `functions/` that it belongs to. */
  readonly family: string
  readonly row: FunctionRow
  readonly cells: readonly CellName[]
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

const cellsOf = (parameter: Parameter): readonly CellName[] => [
  ...parameter.types.flatMap(type => edgesOf(type).map(edge => cellName(parameter, type, edge))),
  ...(parameter.types.length > 0 ? ['constant', ...(parameter.constant ? [] : ['column'])] : []).map(
    edge => `${parameter.name} ${edge}`,
  ),
]

/** Every name that queries may call, except refused ones, with its cells. */
export const domains = (): readonly Domain[] =>
  Object.entries(families).flatMap(([family, { rows }]) =>
    rows.flatMap(row => {
      if (row.kind === 'refused') return []
      const kind = callKind(row)
      return row.names.flatMap(name => {
        const parameters = signatures(name, kind).flatMap(signature => signature.parameters)
        const isInternal = parameters.length === 0 && signatures(name, kind).length === 0
        return isInternal ? [] : [{ name, kind, family, row, cells: [...new Set(parameters.flatMap(cellsOf))] }]
      })
    }),
  )
