/** A table of another workspace. */
export interface ForeignTable {
  readonly workspace: string
  readonly table: string
}

/** The key under which rows of such a table are stored and given, as queries write it. */
export const foreignTable = ({ workspace, table }: ForeignTable): string =>
  `workspace(${JSON.stringify(workspace)}).${table}`

const written = /^workspace\(\s*(?:"([^"\\]+)"|'([^'\\]+)')\s*\)\s*\.\s*([A-Za-z_]\w*)$/

/** The table that a key stands for; undefined for any other name. */
export function foreignTableOf(name: string): ForeignTable | undefined {
  const [, quoted, single, table] = written.exec(name) ?? []
  const workspace = quoted ?? single
  return workspace !== undefined && table !== undefined ? { workspace, table } : undefined
}
