import type { RuleInForce } from '../evidence.ts'
import { csvFile } from '../file-text.ts'

const header = ['type', 'id', 'name', 'file', 'commit', 'state', 'wanted', 'live', 'equal', 'enabled', 'cites']

/** A row per rule, function and watchlist of the project or the workspace. Hashes are SHA-256 of the fields that users set. */
export const rulesCsv = (rules: readonly RuleInForce[]): string =>
  csvFile(
    header,
    rules.map(({ type, id, name, file, version, wanted, live, isEqual, isEnabled, cites }) => [
      type,
      id,
      name,
      file,
      version?.commit,
      version?.state,
      wanted,
      live,
      isEqual,
      isEnabled,
      cites.join(' '),
    ]),
  )
