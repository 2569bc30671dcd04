import type { Diagnostic, JsonValue } from '@tripline/diagnostics'
import { nodeSpan, type YamlNode } from '@tripline/yaml'
import { type Dialect, type Evaluated, evaluate, unknown } from './dialect.ts'
import { importReport } from './import-report.ts'

/** What a property says; undefined where only a deployment knows it, which is reported at the expression. */
export function plainOf(
  node: YamlNode,
  key: string,
  dialect: Dialect,
  report: (found: Diagnostic) => void,
): JsonValue | undefined {
  if (node.kind === 'sequence') {
    return node.items.map(item => plainOf(item, key, dialect, report)).filter(item => item !== undefined)
  }
  if (node.kind === 'mapping') {
    const entries = node.entries.flatMap(entry => {
      const value = plainOf(entry.value, entry.key.text, dialect, report)
      return value === undefined ? [] : [[entry.key.text, value] as const]
    })
    return Object.fromEntries(entries)
  }
  const value = evaluate(node, dialect)
  if (isKnown(value)) return value
  report(importReport['import-expression'](nodeSpan(node), key))
  return undefined
}

function isKnown(value: Evaluated): value is JsonValue {
  if (value === null || typeof value !== 'object') return value !== unknown
  return Object.values(value).every(isKnown)
}
