import { didYouMean, isJson, lookUp, nearest } from '@tripline/diagnostics'
import type { ColumnType } from '@tripline/schemas'
import { literalOfText, runInstant } from '../frontend/literal.ts'
import type { QueryDiagnostic, TextSpan } from '../world/query-diagnostic.ts'
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
    const edit = parameter && valueEdit(parameter, given)
    if (edit) return [edit]
    diagnostics.push(problem(name, given, parameter, parameters))
    return []
  })
  return { kql: diagnostics.length > 0 ? kql : replaced(kql, edits), diagnostics }
}

/** A span of a query, and the value that it gets. */
interface ValueEdit extends TextSpan {
  readonly text: string
}

function valueEdit({ start, end, type }: QueryParameter, given: ParameterValue): ValueEdit | undefined {
  const text = spell(given, type)
  return text === undefined ? undefined : { start, end, text }
}

/** A text that begins at an offset of the query, with the values in it. */
const replaced = (text: string, edits: readonly ValueEdit[], offset = 0): string =>
  edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((sum, edit) => sum.slice(0, edit.start - offset) + edit.text + sum.slice(edit.end - offset), text)

/**
 * The reverse: a text that was made from a query by `applyParameters`, and has been edited since, with the query's own values.
 * Undefined if a line that got a value is not there as it was, once.
 */
export function withdrawParameters(
  kql: string,
  values: ParameterValues,
  parameters: readonly QueryParameter[],
  edited: string,
): string | undefined {
  const edits = parameters.flatMap(one => {
    const given = lookUp(values, one.name)
    return given === undefined ? [] : (valueEdit(one, given) ?? [])
  })
  const lines = linesAround(kql, edits)
  let text = `\n${edited}\n`
  for (const { start, end } of lines) {
    const own = kql.slice(start, end)
    const within = edits.filter(edit => edit.start >= start && edit.end <= end)
    const [before, after, ...more] = text.split(`\n${replaced(own, within, start)}\n`)
    if (after === undefined || more.length > 0) return undefined
    text = `${before}\n${own}\n${after}`
  }
  return text.slice(1, -1)
}

/** The whole lines of spans; those that share a line together. */
function linesAround(kql: string, spans: readonly TextSpan[]): readonly TextSpan[] {
  const lines: TextSpan[] = []
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const start = kql.lastIndexOf('\n', span.start - 1) + 1
    const end = kql.slice(span.end).search(/\n|$/) + span.end
    const last = lines.at(-1)
    if (last && start <= last.end) lines.splice(-1, 1, { start: last.start, end: Math.max(last.end, end) })
    else lines.push({ start, end })
  }
  return lines
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
