import type { ColumnType } from '@tripline/schemas'

/** A parameter of a tabular operator or plugin, as its record describes it. */
export interface TabularParameter {
  /** A type, several, or the name of a group of them. */
  readonly types: string
  /**
   * A query with the operator. `_` is the value, of the type TYPE; USUAL is a value of that type at no edge, STEP a distance
   * between two of them, TARGET a type to convert to. One that starts with a pipe reads rows with the column `c`.
   */
  readonly query: string
  /** The path of its expressions in the syntax tree. */
  readonly at?: string
  /**
   * How the values are seen in a query: of expressions over the input (`rows`), of constants, of the elements that are expanded,
   * of the texts before they are converted, of the cells of a table.
   */
  readonly seen?: 'rows' | 'constants' | 'elements' | 'texts' | 'cells'
  /** The parameter stands for a conversion to each type. */
  readonly targets?: true
}

const numbers = ['long', 'real', 'decimal'] as const
const times = ['datetime', 'timespan'] as const

const groups: Readonly<Record<string, readonly ColumnType[]>> = {
  scalar: ['bool', ...numbers, 'string', ...times, 'guid', 'dynamic'],
  axis: ['long', 'real', ...times],
  summable: [...numbers, ...times],
  number: numbers,
}

export const typesIn = ({ types }: TabularParameter): readonly ColumnType[] =>
  groups[types] ?? (types.split(' ') as ColumnType[])

/** Types that columns are converted to. */
export const targets: readonly ColumnType[] = ['bool', 'int', ...numbers, 'string', ...times, 'guid', 'dynamic']

/** Only a constant is accepted. */
export const isConstant = ({ seen = 'rows' }: TabularParameter): boolean => seen !== 'rows'
