import { exportContainer } from '@tripline/schemas'
import { type DesiredArchive, exportedTables } from '../desired-archive.ts'
import { commonKind, type DesiredResource, type Kind, onePut } from '../kind.ts'
import { stepKey } from '../plan/deploy-plan.ts'

/** The container that a data export appends the rows of a table to, where its name is known; `account/container`. */
export function landingContainer({ settings }: DesiredArchive, table: string): string | undefined {
  const container = exportContainer(table)
  return container && `${settings.landing.account.value}/${container}`
}

/** The container of the archive; `account/container`. */
export const vaultContainer = ({ settings: { vault } }: DesiredArchive): string =>
  `${vault.account.value}/${vault.container.value}`

/** Containers of an archive. They are created, and never changed. */
export const blobContainers: Kind = {
  ...commonKind,
  type: 'blobContainers',
  noun: 'container',
  fields: { publicAccess: { byDefault: 'None' } },
  wanted: ({ archive }) => (archive ? wantedContainers(archive) : []),
  isPartial: () => true,
  *judge({ changes, stored }) {
    if (stored && changes.length > 0) yield { conflict: 'it is public; make it private first' }
  },
  sendings: onePut('blobContainers'),
}

const wantedContainers = (archive: DesiredArchive): readonly DesiredResource[] =>
  [...exportedTables(archive).map(({ table }) => landingContainer(archive, table)), vaultContainer(archive)].flatMap(
    id => {
      if (id === undefined) return []
      const needs = [stepKey({ type: 'storageAccounts', id: id.split('/')[0]! })]
      return [{ type: 'blobContainers', id, name: id, needs, body: { properties: { publicAccess: 'None' } } }]
    },
  )
