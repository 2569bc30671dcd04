import type { Diagnosed, SourceFile } from '@tripline/diagnostics'
import {
  documentSchema,
  embeddedText,
  type JsonSchema,
  optional,
  parseYaml,
  read,
  record,
  required,
  strict,
  text,
} from '@tripline/yaml'
import { functionName, parameterList } from './identifier.ts'
import type { ProjectFunction } from './project.ts'

const functionFormat = record('a function', {
  name: required(functionName),
  /** The built-in function that queries may call instead. */
  builtIn: optional(functionName),
  description: optional(text),
  parameters: optional(parameterList),
  body: required(embeddedText),
})

/** JSON Schema of a function's file, for editors. */
export const functionSchema = (): JsonSchema => documentSchema('a function of Tripline', functionFormat, strict)

/** Whether a file describes a function rather than a rule: it has a body, at the top level, and no query. */
export const isFunctionFile = ({ text: written }: SourceFile): boolean =>
  /^(["']?)body\1[ \t]*:/m.test(written) && !/^(["']?)query\1[ \t]*:/m.test(written)

/** Reads the file of a function: its name, parameters and body. */
export function loadFunctionFile(file: SourceFile): Diagnosed<ProjectFunction> {
  const node = parseYaml(file)
  if (!node.value) return { diagnostics: node.diagnostics }
  const document = read(functionFormat, node.value, strict)
  const diagnostics = [...node.diagnostics, ...document.diagnostics]
  if (!document.value || diagnostics.length > 0) return { diagnostics }
  const { name, builtIn, parameters, body } = document.value
  const value: ProjectFunction = {
    names: builtIn ? [name, builtIn] : [name],
    parameters: parameters ?? { value: '()', span: name.span },
    body: { value: body.text, span: body.span, offsetAt: body.offsetAt },
  }
  return { value, diagnostics }
}
