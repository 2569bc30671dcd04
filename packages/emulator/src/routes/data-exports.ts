import { recordOr } from '@tripline/diagnostics'
import { inOperationalInsights } from '../http/api-versions.ts'
import { inWorkspace } from '../http/route.ts'
import { anything, flag, listOf, object, resource, text } from '../service/shape.ts'
import { findTable } from '../service/workspace-tables.ts'
import { accountSettings } from '../state/account-collections.ts'
import { dataExports, tables } from '../state/collections.ts'
import { nextId } from '../state/emulator-state.ts'
import type { StoredResource } from '../state/resource-store.ts'
import { resourceRoutes, type Write } from './resource-routes.ts'
import { workspaceLocation } from './workspace.ts'

const body = resource(
  object({
    'tableNames!': listOf(text(1), 1),
    destination: object({
      'resourceId!': text(1),
      type: anything,
      metaData: object({ eventHubName: text() }),
    }),
    enable: flag,
    dataExportId: anything,
    createdDate: anything,
    lastModifiedDate: anything,
  }),
)

/** Rules of a workspace that are enabled. */
const mostEnabled = 10

const name = /^[A-Za-z][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/

const destinationOf = ({ properties }: Pick<StoredResource, 'properties'>): string =>
  String(recordOr(properties.destination).resourceId).toLowerCase()

function refuse(write: Write): string | undefined {
  if (!name.test(write.name)) return `Invalid name of a data export: '${write.name}'.`
  const { workspace, names, state } = write.context
  for (const table of write.properties.tableNames as readonly string[]) {
    const found = findTable(names(workspace).catalogue, table)
    if (!found) return `Table ${table} does not exist in the workspace`
    // A table that export does not support is accepted, and nothing of it is ever exported.
    if (tables(workspace).get(found.name.toLowerCase())?.plan === 'Auxiliary')
      return `Table ${table} has the plan Auxiliary.`
  }
  if (write.properties.destination === undefined) return "Required property 'properties.destination' is missing."
  const destination = destinationOf(write)
  const account = state.accounts.get(destination)
  if (!account) return `The emulator has no storage account '${destination}'.`
  const { sku, location } = accountSettings(account).get('account')!
  if (sku.name.startsWith('Premium')) return 'Premium storage accounts are not a destination of data export.'
  if (location !== workspaceLocation) return 'The storage account is not in the region of the workspace.'
  const others = [...dataExports(workspace).values()].filter(
    other => other.name.toLowerCase() !== write.name.toLowerCase(),
  )
  const rival = others.find(other => destinationOf(other) === destination)
  if (rival) return `The storage account is the destination of the data export '${rival.name}'.`
  const enabled = others.filter(({ properties }) => properties.enable !== false)
  return write.properties.enable !== false && enabled.length >= mostEnabled
    ? `The workspace has ${mostEnabled} enabled data exports, which is the limit.`
    : undefined
}

/** Rules of data export: a PUT replaces the whole rule, the list has no pages, there are no etags. */
export const dataExportRoutes = resourceRoutes({
  path: inWorkspace('/dataExports'),
  key: 'dataExportName',
  noun: 'data export',
  versions: inOperationalInsights('workspaces/dataExports'),
  held: dataExports,
  body: () => body,
  paged: false,
  etagless: true,
  etagRequired: () => false,
  created: 201,
  absent: 404,
  refuse,
  complete({ properties, stored, context: { clock, state } }) {
    const now = clock().toUTCString()
    return {
      tableNames: properties.tableNames,
      destination: { ...recordOr(properties.destination), type: 'StorageAccount' },
      enable: properties.enable ?? true,
      dataExportId: stored?.properties.dataExportId ?? nextId(state),
      createdDate: stored?.properties.createdDate ?? now,
      lastModifiedDate: now,
    }
  },
})
