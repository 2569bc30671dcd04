import { extname } from 'node:path'
import { type Diagnosed, type Diagnostic, type SourceFile, startOf } from '@tripline/diagnostics'
import { parseYaml } from '@tripline/yaml'
import { findResources } from './find-resources.ts'
import { importParser, importSavedFunction } from './import-function.ts'
import { importReport } from './import-report.ts'
import { importRule } from './import-rule.ts'
import { importRuleFile } from './import-rule-file.ts'
import { importStreams } from './import-streams.ts'
import { importCustomTable, importTable } from './import-table.ts'
import type { Imported, Importer } from './imported.ts'
import { importParserText } from './parser-text.ts'
import { readableJson } from './readable-json.ts'

/** What resources of documents are. The first that recognises a mapping converts it. */
const importers: readonly Importer[] = [
  importRule,
  importParser,
  importSavedFunction,
  importRuleFile,
  importCustomTable,
  importTable,
  importStreams,
]

/** Languages that are compiled to what can be read, by the endings of their files. */
const uncompiled: Readonly<Record<string, readonly [language: string, remedy: string]>> = {
  '.bicep': ['Bicep', 'compile it first: az bicep build --file FILE writes the template beside it'],
  '.tf': ['the language of Terraform', 'write it as JSON (.tf.json), or take the rules from the workspace'],
}

/** Files of KQL alone; their endings are those of other texts too, also of JSON. */
const isText = ({ path, text }: SourceFile): boolean =>
  /^(?:\.(?:kql|kusto|csl|txt))?$/i.test(extname(path)) && !/^\ufeff?\s*\{/.test(text)

/**
 * The rules, hunting queries, functions and tables of a document: an ARM template, what Bicep compiles to, the portal's
 * export, what the REST interface takes or answers, one or a list, what this product compiles, a parser, or the description of a
 * table. `value` has what can be used;
 * the rest is reported where it is written.
 */
export function importDocument(file: SourceFile): Diagnosed<readonly Imported[]> {
  const language = uncompiled[extname(file.path).toLowerCase()]
  if (language) return { diagnostics: [importReport['import-uncompiled'](startOf(file), ...language)] }
  if (isText(file)) return importParserText(file)
  const readable = readableJson(file)
  if (!readable.value) return { diagnostics: readable.diagnostics }
  const { value: node, diagnostics: yaml } = parseYaml(readable.value)
  if (!node) return { diagnostics: yaml }
  const found = findResources(node, (mapping, around) => {
    for (const importer of importers) {
      const conversion = importer(mapping, around)
      if (conversion) return conversion
    }
    return undefined
  })
  if (found.length === 0) return { diagnostics: [...yaml, importReport['import-nothing'](startOf(file))] }
  const diagnostics: Diagnostic[] = [...yaml]
  const value = found.flatMap(convert => convert(one => void diagnostics.push(one)) ?? [])
  return { value, diagnostics }
}
