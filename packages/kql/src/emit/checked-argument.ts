import type { EdgeName } from '../functions/edge.ts'
import type { Operand } from '../functions/row.ts'
import { unlessAt, unsettledUdfs } from '../functions/unsettled.ts'
import { call, integer, text } from '../sql/sql.ts'

/** An argument that ends the query once a row's value is at one of these edges, for which Kusto's answer is unknown. */
export const checked = (operand: Operand, index: number, names: readonly EdgeName[], construct: string): Operand =>
  unlessAt(operand, names, shown => call(unsettledUdfs.refuse_value, [text(construct), integer(index + 1), shown]))
