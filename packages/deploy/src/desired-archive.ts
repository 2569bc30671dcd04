import type { ArchiveSettings, RoutedTable } from '@tripline/project'

/** A table of the archive, as the workspace has it. */
export interface WorkspaceTable extends RoutedTable {
  /** Absent: the workspace has no such table. */
  readonly plan?: string
}

/** The archive of a workspace. */
export interface DesiredArchive {
  readonly settings: ArchiveSettings
  readonly tables: readonly WorkspaceTable[]
  /** The ARM path of its storage accounts. */
  readonly accounts: string
  /** The region of the workspace. */
  readonly location: string
}

/** The tables that a data export delivers. */
export const exportedTables = ({ tables }: DesiredArchive): readonly WorkspaceTable[] =>
  tables.filter(({ route }) => route === 'export')
