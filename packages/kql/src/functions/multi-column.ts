import type { Column } from '@tripline/schemas'
import type { Expr } from '../frontend/syntax.ts'
import type { Expression } from '../plan/expression.ts'

/** The values of a function of several columns, one expression per column of its bound result. */
export type MultiColumnRow = (args: readonly Expression[], columns: readonly Column[], node: Expr) => Expression[]

const rows: Readonly<Record<string, MultiColumnRow>> = {}

export const multiColumnRow = (name: string): MultiColumnRow | undefined => rows[name]
