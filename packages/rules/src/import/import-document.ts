import { extname } from 'node:path'
import { type Diagnosed, type Diagnostic, type SourceFile, startOf } from '@tripline/diagnostics'
import { parseYaml, type YamlNode } from '@tripline/yaml'
import { findResources } from './find-resources.ts'
import { withCommentedKeys, withFrontMatter } from './front-matter.ts'
import { readHcl } from './hcl.ts'
import { importAutomation } from './import-automation.ts'
import { importDetection } from './import-detection.ts'
import { importParser, importSavedFunction } from './import-function.ts'
import { importReport } from './import-report.ts'
import { importRule } from './import-rule.ts'
import { importRuleFile } from './import-rule-file.ts'
import { importStreams } from './import-streams.ts'
import { importCustomTable, importTable } from './import-table.ts'
import type { Imported, Importer } from './imported.ts'
import { importLooseRule } from './loose-rule.ts'
import { queriesInMarkdown } from './markdown-queries.ts'
import { importParserText } from './parser-text.ts'
import { readableJson } from './readable-json.ts'

/** What resources of documents are. The first that recognises a mapping converts it. */
const importers: readonly Importer[] = [
  importAutomation,
  importDetection,
  importRule,
  importParser,
  importSavedFunction,
  importRuleFile,
  importLooseRule,
  importCustomTable,
  importTable,
  importStreams,
]

/** Bicep is compiled to what can be read. */
const bicep = ['Bicep', 'compile it first: az bicep build --file FILE writes the template next to it'] as const

/** Files of KQL alone; their endings are those of other texts too, also of JSON. */
const isText = ({ path, text }: SourceFile): boolean =>
  /^(?:\.(?:kql|kusto|csl|txt))?$/i.test(extname(path)) && !/^\ufeff?\s*\{/.test(text)

/**
 * The rules, hunting queries, automation rules, functions and tables of a document: an ARM template, what Bicep compiles to, the portal's
 * export, what the REST interface takes or answers, one or a list, what this product compiles, a parser, or the description of a
 * table. `value` has what can be used;
 * the rest is reported where it is written.
 */
export function importDocument(file: SourceFile): Diagnosed<readonly Imported[]> {
  const { value: nodes, diagnostics: unread } = documentsIn(file)
  if (!nodes) return isText(file) && unread.length === 0 ? importParserText(file) : { diagnostics: unread }
  const found = nodes.flatMap(node =>
    findResources(node, (mapping, around) => {
      for (const importer of importers) {
        const conversion = importer(mapping, around)
        if (conversion) return conversion
      }
      return undefined
    }),
  )
  if (found.length === 0) return { diagnostics: [...unread, importReport['import-nothing'](startOf(file))] }
  const diagnostics: Diagnostic[] = [...unread]
  const value = found.flatMap(convert => convert(one => void diagnostics.push(one)) ?? [])
  return { value, diagnostics }
}

/** The documents of a file, as its ending and its beginning say; no value for a text of KQL alone. */
function documentsIn(file: SourceFile): Diagnosed<readonly YamlNode[]> {
  const ending = extname(file.path).toLowerCase()
  if (ending === '.bicep') return { diagnostics: [importReport['import-uncompiled'](startOf(file), ...bicep)] }
  if (ending === '.md') return { value: queriesInMarkdown(file), diagnostics: [] }
  const read = ending === '.tf' ? readHcl(file) : isText(file) ? readText(file) : readDocument(file)
  return { ...(read.value && { value: [read.value] }), diagnostics: read.diagnostics }
}

const readText = (file: SourceFile): Diagnosed<YamlNode> => {
  const commented = withCommentedKeys(file)
  return commented ? { value: commented, diagnostics: [] } : (withFrontMatter(file) ?? { diagnostics: [] })
}

function readDocument(file: SourceFile): Diagnosed<YamlNode> {
  const readable = readableJson(file)
  return readable.value ? parseYaml(readable.value) : { diagnostics: readable.diagnostics }
}
