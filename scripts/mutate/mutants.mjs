import { createHash } from 'node:crypto'
import { parseSync } from 'oxc-parser'
import { mutators } from './mutators.mjs'

/** Nodes that hold types, names and paths, which have no behaviour. */
const inert = new Set(['ImportDeclaration', 'ExportAllDeclaration', 'TemplateElement'])
const wrappers = new Set(['TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression'])

function childrenOf(node) {
  if (inert.has(node.type)) return []
  if (wrappers.has(node.type)) return [node.expression]
  if (node.type.startsWith('TS')) return []
  const named = node.type === 'Property' || node.type === 'MemberExpression' || node.type === 'PropertyDefinition'
  return Object.entries(node)
    .filter(([key]) => !(named && !node.computed && (key === 'key' || key === 'property')))
    .flatMap(([, value]) => value)
    .filter(child => typeof child?.type === 'string')
}

function* walk(node) {
  yield node
  for (const child of childrenOf(node)) yield* walk(child)
}

/**
 * The mutants of a source: `{ file, start, end, text, line, column, before, after }`; `text` replaces the
 * characters from `start` to `end`; `before` and `after` are the line as it was and as it is.
 */
export function mutantsOf(file, source) {
  const { program, errors } = parseSync(file, source)
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`)
  const edits = [...walk(program)].flatMap(node => mutators[node.type]?.(node, source) ?? [])
  const isProgram = ([{ start, end }, text]) =>
    parseSync(file, source.slice(0, start) + text + source.slice(end)).errors.length === 0
  return edits.filter(isProgram).map(([{ start, end }, text]) => {
    const lineStart = source.lastIndexOf('\n', start - 1) + 1
    const lineEnd = source.indexOf('\n', end)
    const [head, tail] = [source.slice(lineStart, start), source.slice(end, lineEnd < 0 ? undefined : lineEnd)]
    const line = source.slice(0, start).split('\n').length
    const before = oneLine(head + source.slice(start, end) + tail)
    return { file, start, end, text, line, column: start - lineStart + 1, before, after: oneLine(head + text + tail) }
  })
}

const oneLine = text => text.replace(/\s+/g, ' ').trim()

/** A sample of `count` mutants, chosen by the seed and their content, so a change elsewhere does not change it. */
export function sample(mutants, count, seed) {
  const ranked = mutants.map(mutant => [rank(mutant, seed), mutant])
  return ranked
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, count)
    .map(([, mutant]) => mutant)
}

const rank = ({ before, after, column }, seed) =>
  createHash('sha256').update([seed, before, after, column].join('\n')).digest('hex')
