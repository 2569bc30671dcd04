import type { Diagnostic, Located } from '@tripline/diagnostics'
import type { ProjectFunction } from '@tripline/project'
import type { RuleQuery } from '../document/rule.ts'
import type { QueryAnalyses } from '../query/query-analyses.ts'
import { queryFindings } from '../query/query-findings.ts'

/** A query that declares a function, so that the binder judges its body; offsets lead to the function's own file. */
export function functionQuery({ names: [name], parameters, body }: ProjectFunction): RuleQuery {
  const before = `let ${name.value} = `
  const between = ' {\n'
  const parametersEnd = before.length + parameters.value.length
  const bodyStart = parametersEnd + between.length
  const written = startOfText(parameters)
  return {
    value: `${before}${parameters.value}${between}${body.value}\n};\nprint 0`,
    span: body.span,
    offsetAt: index => {
      if (index < before.length) return name.span.start
      if (index < bodyStart) return written + Math.min(index, parametersEnd) - before.length
      return body.offsetAt(Math.min(index - bodyStart, body.value.length))
    },
  }
}

/** Where a text begins between its quotes, if it has any. */
const startOfText = ({ value, span: { file, start } }: Located<string>): number =>
  file.text.startsWith(value, start + 1) ? start + 1 : start

/** What the official binder says about functions, each in its own file. */
export const checkFunctions = (functions: readonly ProjectFunction[], analyses: QueryAnalyses): readonly Diagnostic[] =>
  functions.flatMap(one => {
    const query = functionQuery(one)
    return queryFindings(query, analyses.of(query.value), { isReplayed: false })
  })
