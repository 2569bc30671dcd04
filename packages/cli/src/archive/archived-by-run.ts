import type { runArchive } from '@tripline/archive'
import type { RoutedTable } from '@tripline/project'
import type { ProjectContext } from '../project/command-context.ts'

type RunTable = Parameters<typeof runArchive>[0][number]

/** The tables that a run archives, as the catalogue spells them. */
export const archivedByRun = (tables: readonly RoutedTable[], { world }: ProjectContext): readonly RunTable[] =>
  tables.flatMap(({ table, route }) =>
    route === 'export' || route === 'query' ? [{ table: world.catalogue.get(table)?.name ?? table, route }] : [],
  )
