import { loadCatalogue, type Table } from '@tripline/schemas'
import type { QueryWorld } from './query-world.ts'

/** A world that another thread can be given. */
export interface WorldData extends Required<Omit<QueryWorld, 'catalogue'>> {
  /** Those of a catalogue that are its own; the other thread knows the documented ones. */
  readonly tables: readonly Table[]
}

/** Names and schemas only: rows of watchlists and texts of files stay behind. */
export const worldData = ({
  catalogue,
  functions = [],
  watchlists = [],
  externalData = [],
}: QueryWorld): WorldData => ({
  tables: catalogue.own,
  functions,
  watchlists: watchlists.map(({ alias, columns }) => ({ alias, columns })),
  externalData: externalData.map(({ url }) => ({ url })),
})

export const worldOf = ({ tables, ...names }: WorldData): QueryWorld => ({
  catalogue: loadCatalogue().with(tables),
  ...names,
})

/** Threads are started from what is built; where this runs from its sources there are none. */
export const hasThreads = !import.meta.url.endsWith('.ts')
