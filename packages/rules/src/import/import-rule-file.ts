import { plainValue } from '@tripline/yaml'
import { entryOf, textAt } from './dialect.ts'
import { type ImportedDocument, type Importer, stemOf } from './imported.ts'

/** A rule or hunting query in the format of rule files already, as Microsoft's repository has them: it is kept as it is. */
export const importRuleFile: Importer = (node, { dialect }) => {
  const [id, name] = [textAt(node, 'id', dialect), textAt(node, 'name', dialect)]
  if (id === undefined || name === undefined || !entryOf(node, 'query')) return undefined
  const { file, start, end } = node.span
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
