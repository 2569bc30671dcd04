import { loadCatalogue, type Profile, type Table } from '@tripline/schemas'
import type { QueryWorld } from './query-world.ts'

/** A world that can be sent to another thread. */
export interface WorldData extends Required<Omit<QueryWorld, 'catalogue'>> {
  readonly profile: Profile
  /** The tables that the catalogue adds; the other thread knows the documented ones. */
  readonly tables: readonly Table[]
}

/** Names and schemas only, without the rows of watchlists and the texts of files. */
export const worldData = ({
  catalogue,
  functions = [],
  watchlists = [],
  externalData = [],
}: QueryWorld): WorldData => ({
  profile: catalogue.profile,
  tables: catalogue.own,
  functions,
  watchlists: watchlists.map(({ alias, columns }) => ({ alias, columns })),
  externalData: externalData.map(({ url }) => ({ url })),
})

export const worldOf = ({ profile, tables, ...names }: WorldData): QueryWorld => ({
  catalogue: loadCatalogue(profile).with(tables),
  ...names,
})

/** Worker threads need built files, so there are none when running from source. */
export const hasThreads = !import.meta.url.endsWith('.ts')
