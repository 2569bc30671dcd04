import { extname } from 'node:path'
import { type Diagnosed, type Diagnostic, type SourceFile, startOf } from '@tripline/diagnostics'
import { parseYaml, writeYaml } from '@tripline/yaml'
import { findRules } from './find-rules.ts'
import { importReport } from './import-report.ts'
import { readableJson } from './readable-json.ts'
import { ruleDocument } from './rule-document.ts'

/** A rule file made from something else. */
export interface ImportedRule {
  /** What its file could be called, without a folder: `failed-sign-ins.yaml`. */
  readonly path: string
  readonly text: string
}

/** Languages that are compiled to what can be read, by the endings of their files. */
const uncompiled: Readonly<Record<string, readonly [language: string, remedy: string]>> = {
  '.bicep': ['Bicep', 'compile it first: az bicep build --file FILE writes the template beside it'],
  '.tf': ['the language of Terraform', 'write it as JSON (.tf.json), or take the rules from the workspace'],
}

/**
 * The rules and hunting queries of a document as rule files: an ARM template, what Bicep compiles to, the portal's export,
 * what the REST interface takes or answers, one or a list, or what this product compiles. Deploying the files gives the
 * same rules. `taken`: names that files have.
 */
export function importRules(file: SourceFile, taken: Set<string> = new Set()): Diagnosed<readonly ImportedRule[]> {
  const language = uncompiled[extname(file.path).toLowerCase()]
  if (language) return { diagnostics: [importReport['import-uncompiled'](startOf(file), ...language)] }
  const readable = readableJson(file)
  if (!readable.value) return { diagnostics: readable.diagnostics }
  const { value: node, diagnostics: yaml } = parseYaml(readable.value)
  if (!node) return { diagnostics: yaml }
  const found = findRules(node)
  if (found.length === 0) return { diagnostics: [...yaml, importReport['import-nothing'](startOf(file))] }
  const diagnostics: Diagnostic[] = [...yaml]
  const report = (one: Diagnostic): void => void diagnostics.push(one)
  const value = found.map(rule => {
    const document = ruleDocument(rule, report)
    return { path: pathOf(String(document.name ?? document.id ?? document.kind), taken), text: writeYaml(document) }
  })
  return { value, diagnostics }
}

/** A file name of a rule's name, each once. */
function pathOf(name: string, taken: Set<string>): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? ['rule']
  const stem = words.join('-').slice(0, 80)
  let path = `${stem}.yaml`
  for (let count = 2; taken.has(path); count++) path = `${stem}-${count}.yaml`
  taken.add(path)
  return path
}
