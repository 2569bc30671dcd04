import { dirname, relative, sep } from 'node:path'
import {
  type Diagnosed,
  type Diagnostic,
  defineDiagnostics,
  jsonDocument,
  type SourceFile,
} from '@tripline/diagnostics'
import {
  list,
  located,
  parseYaml,
  type ReadBy,
  read,
  record,
  required,
  strict,
  text,
  wholeNumber,
} from '@tripline/yaml'

const report = defineDiagnostics({
  'baseline-stale': {
    severity: 'warning',
    message: (id: string, file: string) => `${file} has fewer ${id} findings than the baseline lists`,
    fix: () => 'rewrite the baseline, so that it does not hide a future finding',
  },
})

const baselineFormat = record('a baseline', {
  findings: required(
    list(
      located(
        record('a finding', {
          file: required(text),
          id: required(text),
          message: required(text),
          count: required(wholeNumber),
        }),
      ),
    ),
  ),
})

type Entry = ReadBy<typeof baselineFormat>['findings'][number]

const isMutable = ({ category, span }: Diagnostic): boolean => category === 'finding' && span !== undefined

/** Path of a finding's file as seen from the baseline: the same on every machine. */
const pathFrom = (baseline: string, { span }: Diagnostic): string =>
  relative(dirname(baseline), span!.file.path).split(sep).join('/')

const keyOf = (file: string, id: string, message: string): string => JSON.stringify([file, id, message])

/**
 * Text of a baseline file at `path` that accepts these findings: what they are and how often, not their lines, which move.
 * Files that cannot be read are not findings.
 */
export function writeBaseline(path: string, diagnostics: readonly Diagnostic[]): string {
  const counts = new Map<string, number>()
  for (const found of diagnostics.filter(isMutable)) {
    const key = keyOf(pathFrom(path, found), found.id, found.message)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const findings = [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, count]) => {
      const [file, id, message] = JSON.parse(key) as string[]
      return { file, id, message, count }
    })
  return String(jsonDocument({ findings }))
}

/** The findings that a baseline does not know, and a warning for each of its entries that nothing matches any more. */
export function withoutBaseline(
  baseline: SourceFile,
  diagnostics: readonly Diagnostic[],
): Diagnosed<readonly Diagnostic[]> {
  const node = parseYaml(baseline)
  if (!node.value) return { diagnostics: node.diagnostics }
  const { value, diagnostics: misread } = read(baselineFormat, node.value, strict)
  if (!value) return { diagnostics: misread }
  const left = new Map(value.findings.map(entry => [keyOfEntry(entry), entry.value.count.value]))
  const fresh = diagnostics.filter(found => {
    if (!isMutable(found)) return true
    const key = keyOf(pathFrom(baseline.path, found), found.id, found.message)
    const count = left.get(key) ?? 0
    left.set(key, count - 1)
    return count <= 0
  })
  const stale = value.findings.filter(entry => left.get(keyOfEntry(entry))! > 0)
  const reminders = stale.map(({ span, value: { id, file } }) => report['baseline-stale'](span, id.value, file.value))
  return { value: [...fresh, ...reminders], diagnostics: misread }
}

const keyOfEntry = ({ value: { file, id, message } }: Entry): string => keyOf(file.value, id.value, message.value)
