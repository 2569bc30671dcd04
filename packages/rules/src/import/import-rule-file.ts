import { plainValue } from '@tripline/yaml'
import { textAt } from './dialect.ts'
import type { ImportedDocument, Importer } from './imported.ts'
import { stemOf } from './name-files.ts'

/** A rule or hunting query in the format of rule files already, as Microsoft's repository has them: it is kept as it is. */
export const importRuleFile: Importer = (node, { dialect }) => {
  const keys = new Set(node.entries.map(({ key }) => key.text))
  const [id, name] = [textAt(node, 'id', dialect), textAt(node, 'name', dialect)]
  if (id === undefined || name === undefined || !['id', 'name', 'query'].every(key => keys.has(key))) return undefined
  const { file, start, end } = node.span
  // What the Azure CLI lists, and front matter, have these keys, too.
  if (keys.has('displayName') || !/\.(?:ya?ml|json)$/i.test(file.path)) return undefined
  const isWhole = /^(?:\s|#.*|---)*$/.test(file.text.slice(0, start)) && /^(?:\s|#.*)*$/.test(file.text.slice(end))
  return () => ({
    kind: 'rule',
    key: id,
    stem: stemOf(name),
    document: plainValue(node) as ImportedDocument,
    ...(isWhole && /^\s*[\w#-]/.test(file.text) && { text: `${file.text.trimEnd()}\n` }),
    span: node.span,
  })
}
