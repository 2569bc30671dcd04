import { didYouMean, nearest } from '@tripline/diagnostics'
import type { ColumnType } from '@tripline/schemas'
import { literalOfText, runInstant } from '../frontend/literal.ts'
import type { QueryDiagnostic } from '../world/query-diagnostic.ts'
import type { QueryParameter } from './query-analysis.ts'

/** Parameter values from a command line, a test or `tripline.yaml`. */
export type ParameterValues = Readonly<Record<string, ParameterValue>>

/** A scalar, or a list or property bag as JSON. */
type ParameterValue = string | number | boolean | { readonly json: string }

/**
 * Replaces the values of top-level scalar lets. A value must have the type of the let: `90m` for a timespan, `2026-03-02` for a
 * datetime, JSON for a dynamic. The rest of the text is unchanged. `parameters`: those of the query.
 */
export function applyParameters(
  kql: string,
  values: ParameterValues,
  parameters: readonly QueryParameter[],
): { readonly kql: string; readonly diagnostics: readonly QueryDiagnostic[] } {
  const diagnostics: QueryDiagnostic[] = []
  const edits = Object.entries(values).flatMap(([name, given]) => {
    const parameter = parameters.find(candidate => candidate.name === name)
    const text = parameter && spell(given, parameter.type)
    if (parameter && text !== undefined) return [{ parameter, text }]
    diagnostics.push(problem(name, given, parameter, parameters))
    return []
  })
  const inReverse = edits.toSorted((a, b) => b.parameter.start - a.parameter.start)
  const replaced = inReverse.reduce(
    (text, edit) => text.slice(0, edit.parameter.start) + edit.text + text.slice(edit.parameter.end),
    kql,
  )
  return { kql: diagnostics.length > 0 ? kql : replaced, diagnostics }
}

function problem(
  name: string,
  given: ParameterValue,
  parameter: QueryParameter | undefined,
  known: readonly QueryParameter[],
): QueryDiagnostic {
  if (parameter) {
    const shown = typeof given === 'object' ? given.json : JSON.stringify(String(given))
    const message = `the parameter ${name} is ${parameter.type}; ${shown} is not`
    return { ...error, code: 'parameter-type', message, start: parameter.start, end: parameter.end }
  }
  const names = known.map(candidate => candidate.name)
  const message = `the query has no parameter ${name}; its top-level scalar lets are: ${names.join(', ') || 'none'}`
  const fix = didYouMean(nearest(name, names))
  return { ...error, code: 'unknown-parameter', message, start: 0, end: 0, ...(fix !== undefined && { fix }) }
}

const error = { kind: 'semantic', severity: 'error' } as const

const quote = (text: string): string => JSON.stringify(text).replaceAll("'", "\\'")

/** A value of a type as KQL; undefined if the text is not such a value. */
function spell(given: ParameterValue, type: ColumnType): string | undefined {
  if (typeof given === 'object') return type === 'dynamic' ? `dynamic(${given.json})` : undefined
  const text = String(given)
  if (type === 'string') return quote(text)
  if (type === 'dynamic') return isJson(text) ? `dynamic(${text})` : undefined
  const read = literalOfText(text, type)
  if (read.value === null || read.value === runInstant) return undefined
  return `${type}(${text})`
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
