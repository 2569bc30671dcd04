import type { Diagnostic, JsonValue, Span } from '@tripline/diagnostics'
import { nodeSpan, type YamlMapping, type YamlNode } from '@tripline/yaml'
import { type Dialect, entryOf, textAt } from './dialect.ts'
import { propertiesOf, typeOf } from './find-resources.ts'
import { importReport } from './import-report.ts'
import type { Imported, Importer, Report } from './imported.ts'
import { plainOf } from './plain-of.ts'

/** The keys under which parsers are written in Microsoft's repository, and what they hold. */
const parserKeys = {
  name: ['ParserName', 'FunctionAlias', 'FunctionName'],
  builtIn: ['EquivalentBuiltInParser', 'EquivalentBuiltInFunction'],
  parameters: ['ParserParams', 'FunctionParams', 'FunctionParameters'],
  body: ['ParserQuery', 'FunctionQuery'],
} as const

/** A parser as a file of YAML. */
export const importParser: Importer = (node, { dialect }) => {
  const body = firstOf(node, parserKeys.body)
  if (!body) return undefined
  return report =>
    functionOf(
      {
        owner: node,
        name: firstOf(node, parserKeys.name),
        builtIn: firstOf(node, parserKeys.builtIn),
        description: entryOf(node, 'Description') ?? titleOf(node),
        parameters: firstOf(node, parserKeys.parameters),
        body,
      },
      dialect,
      report,
    )
}

/** A saved search that queries call by its alias: a resource, an answer of the interface, or its properties alone. */
export const importSavedFunction: Importer = (node, { dialect }) => {
  const type = typeOf(node, dialect)
  if (type !== undefined && !type.endsWith('/savedsearches')) return undefined
  const properties = propertiesOf(node)?.properties ?? node
  const name = entryOf(properties, 'functionAlias')
  const body = entryOf(properties, 'query')
  if (!name || !body || textAt(properties, 'functionAlias', dialect) === '') return undefined
  const parameters = entryOf(properties, 'functionParameters')
  const description = entryOf(properties, 'description')
  return report => functionOf({ owner: node, name, description, parameters, body }, dialect, report)
}

const firstOf = (node: YamlMapping, names: readonly string[]): YamlNode | undefined =>
  names.map(name => entryOf(node, name)).find(found => found !== undefined)

const titleOf = (node: YamlMapping): YamlNode | undefined =>
  entryOf(entryOf(node, 'Parser') ?? entryOf(node, 'Function'), 'Title')

/** The parts of a function, as they are written somewhere. */
interface WrittenFunction {
  readonly owner: YamlMapping
  readonly name: YamlNode | undefined
  readonly builtIn?: YamlNode | undefined
  readonly description: YamlNode | undefined
  readonly parameters: YamlNode | undefined
  readonly body: YamlNode
}

function functionOf(written: WrittenFunction, dialect: Dialect, report: Report): Imported | undefined {
  let isUsable = true
  const refuse = (found: Diagnostic) => {
    isUsable = false
    report(found)
  }
  const { owner, body } = written
  const name = textIn(written.name, 'name', dialect, refuse)
  const builtIn = textIn(written.builtIn, 'builtIn', dialect, report)
  const parameters = written.parameters && parameterList(written.parameters, dialect, refuse)
  const query = textIn(body, 'query', dialect, refuse)
  const nameSpan = nodeSpan(written.name ?? owner)
  if (isUsable && !isName(name)) refuse(importReport['import-function-name'](nameSpan, name ?? ''))
  if (isUsable && !query?.trim()) refuse(importReport['import-function-body'](nodeSpan(body)))
  if (builtIn !== undefined && !isName(builtIn))
    report(importReport['import-dropped'](nodeSpan(written.builtIn!), `the built-in name ${builtIn}`))
  if (!isUsable || name === undefined || query === undefined) return undefined
  const description = textIn(written.description, 'description', dialect, report)?.trim()
  return storedFunction(owner.span, {
    name,
    ...(builtIn !== undefined && isName(builtIn) && builtIn !== name && { builtIn }),
    ...(description && { description }),
    ...(parameters && { parameters: `(${parameters})` }),
    body: query,
  })
}

/** A function as its file says it. */
export interface FunctionDocument {
  readonly name: string
  readonly builtIn?: string
  readonly description?: string
  readonly parameters?: string
  readonly body: string
}

export const storedFunction = (span: Span, { body, ...rest }: FunctionDocument): Imported => ({
  kind: 'function',
  key: rest.name,
  stem: rest.name,
  document: { ...rest, body: `${body.replace(/\r\n?/g, '\n').trim()}\n` },
  span,
})

export const isName = (name: string | undefined): name is string => name !== undefined && /^[A-Za-z_]\w*$/.test(name)

function textIn(node: YamlNode | undefined, key: string, dialect: Dialect, report: Report): string | undefined {
  const value = node && plainOf(node, key, dialect, report)
  return value === undefined || value === null || typeof value === 'object' ? undefined : String(value)
}

/** Parameters as KQL writes them, without the brackets around them: from a text, or from a list of names, types and defaults. */
function parameterList(node: YamlNode, dialect: Dialect, report: Report): string {
  if (node.kind !== 'sequence') return textIn(node, 'parameters', dialect, report)?.trim() ?? ''
  return node.items.map(item => parameterOf(item, dialect, report)).join(', ')
}

function parameterOf(item: YamlNode, dialect: Dialect, report: Report): string {
  const at = (key: string) => textIn(entryOf(item, key), key, dialect, report)?.trim()
  const [name, type, initial] = [at('Name'), at('Type'), at('Default')]
  // A table's columns are written with its name, or with its type.
  const table = /^(\w+)\s*:\s*(\(.*\))$/.exec(name ?? '')
  const columns = table?.[2] ?? /^table:?\s*(\(.*\))$/.exec(type ?? '')?.[1] ?? (type === 'table' ? '(*)' : undefined)
  const own = table?.[1] ?? name
  if (!isName(own) || !type) {
    report(importReport['import-parameter'](nodeSpan(item)))
    return ''
  }
  if (columns) return `${own}:${columns}`
  if (initial === undefined) return `${own}:${type}`
  return `${own}:${type}=${type === 'string' ? quoted(initial) : defaultOf(initial, type)}`
}

/** The default of a string, whether or not it is written with quotes of its own. */
const quoted = (text: string): string =>
  /^(["']).*\1$/s.test(text) ? text : `'${text.replace(/[\\']/g, found => `\\${found}`)}'`

const defaultOf = (text: string, type: string): JsonValue => (type === 'bool' ? text.toLowerCase() : text)
