import type { Diagnosed, SourceFile } from '@tripline/diagnostics'
import { parseYaml, read, record, strict } from '@tripline/yaml'
import type { SharedLogs } from '../document/test-file.ts'
import { caseLogs } from './case-logs.ts'

/** `*.logs.yaml` */
export const sharedLogsFormat = record('a file of logs', caseLogs)

/** Reads a `*.logs.yaml`; one with a mistake is not used at all. */
export function loadSharedLogs(file: SourceFile): Diagnosed<SharedLogs> {
  const { value: node, diagnostics: yaml } = parseYaml(file)
  if (!node || yaml.length > 0) return { diagnostics: yaml }
  const { value, diagnostics } = read(sharedLogsFormat, node, strict)
  if (!value || diagnostics.length > 0) return { diagnostics }
  return { value: { file, ...value.data, rows: value.rows }, diagnostics }
}
