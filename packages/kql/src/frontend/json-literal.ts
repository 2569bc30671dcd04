import type { Cell } from '../world/dataset.ts'
import { isUnsettledSpan, literalValue, runInstant } from './literal.ts'
import { type Expr, elementsOf, is, nodeName, textOf } from './syntax.ts'

interface JsonObject {
  readonly Pairs: unknown
}
interface JsonArray {
  readonly Values: unknown
}
interface Pair {
  readonly Name: { readonly ValueText: string }
  readonly Value: Expr
}

/** Renders a constant inside `dynamic(…)` as JSON text. */
export type CellToJson = (cell: Cell, type: string) => string

/**
 * The content of `dynamic(…)` as JSON text; undefined if it contains something that is not constant. Its nodes are read rather
 * than its raw text, which may contain KQL literals and single quotes.
 */
export function jsonOf(node: Expr, toJson: CellToJson): string | undefined {
  switch (nodeName(node)) {
    case 'JsonObjectExpression': {
      const pairs = elementsOf<Pair>((node as unknown as JsonObject).Pairs)
      const members = pairs.map(({ Name, Value }) => {
        const value = jsonOf(Value, toJson)
        return value && `${JSON.stringify(Name.ValueText)}:${value}`
      })
      return members.includes(undefined) ? undefined : `{${members.join(',')}}`
    }
    case 'JsonArrayExpression': {
      const values = elementsOf((node as unknown as JsonArray).Values).map(value => jsonOf(value, toJson))
      return values.includes(undefined) ? undefined : `[${values.join(',')}]`
    }
    case 'DynamicExpression':
      return is(node, 'DynamicExpression') ? jsonOf(node.Expression!, toJson) : undefined
    case 'PrefixUnaryExpression': {
      const operand = jsonOf((node as unknown as { Expression: Expr }).Expression, toJson)
      return operand && (operand.startsWith('-') ? operand.slice(1) : `-${operand}`)
    }
    case 'CompoundStringLiteralExpression':
      return JSON.stringify(String(node.LiteralValue))
    case 'LiteralExpression': {
      if (!is(node, 'LiteralExpression')) return undefined
      if (/^null$/i.test(textOf(node))) return 'null'
      if (isUnsettledSpan(textOf(node))) return undefined
      const { type, value } = literalValue(node)
      return value === runInstant ? undefined : toJson(value, type)
    }
    default:
      return undefined
  }
}
