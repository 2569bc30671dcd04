import type { Resource } from '@tripline/azure'
import { recordOr } from '@tripline/diagnostics'
import { documentedExport, exportContainer } from '@tripline/schemas'
import { type DesiredArchive, exportedTables } from '../desired-archive.ts'
import { commonKind, type DesiredResource, type Judged, type Kind, onePut, type Remark } from '../kind.ts'
import { stepKey } from '../plan/deploy-plan.ts'
import { keyOf } from '../plan/stored-resources.ts'
import { landingContainer } from './blob-containers.ts'

/** The one rule that is ours; others are never changed. */
const ownRule = 'tripline-archive'

const lower = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value)
const namesIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.map(name => String(name).toLowerCase()).sort() : []

/** The data export of an archive. A write replaces the whole rule, so it always says all of it. */
export const dataExports: Kind = {
  ...commonKind,
  type: 'dataExports',
  noun: 'data export',
  fields: {
    tableNames: { compare: namesIn },
    'destination.resourceId': { compare: lower },
    enable: { byDefault: true },
  },
  limits: [{ what: 'enabled data exports', most: 10, counts: ({ properties }) => properties.enable !== false }],
  wanted: ({ archive }) => (archive ? wantedExport(archive) : []),
  isPartial: () => true,
  judge: judgeExport,
  sendings: onePut('dataExports'),
}

function wantedExport(archive: DesiredArchive): readonly DesiredResource[] {
  const { accounts, settings } = archive
  const tables = exportedTables(archive)
  if (tables.length === 0) return []
  const containers = tables.flatMap(({ table }) => landingContainer(archive, table) ?? [])
  const needs = [
    stepKey({ type: 'storageAccounts', id: settings.landing.account.value }),
    ...containers.map(id => stepKey({ type: 'immutabilityPolicies', id })),
  ]
  const properties = {
    destination: { resourceId: `${accounts}/${settings.landing.account.value}` },
    tableNames: tables.map(({ table }) => table),
    enable: true,
  }
  const remarks = [...remarksOn(archive)]
  return [{ type: 'dataExports', id: ownRule, name: ownRule, needs, remarks, body: { properties } }]
}

/** What is known about the tables before the workspace's rules are. */
function* remarksOn(archive: DesiredArchive): Iterable<Remark> {
  for (const { table, plan } of exportedTables(archive)) {
    const documented = documentedExport(table)
    if (plan === undefined) {
      yield { conflict: `the workspace has no table ${table}; connect its source, or give it the route none` }
    } else if (documented.support === 'unsupported' || plan === 'Auxiliary') {
      yield { warning: `${table} is not supported: it is accepted, and no row of it arrives` }
    } else if (documented.support === 'partial') {
      yield { warning: `${table} is supported in part: ${documented.lacks} do not arrive` }
    } else if (exportContainer(table) === undefined) {
      yield {
        warning: `how the container of ${table} is named is documented nowhere, so its rows are not protected before they are packed`,
      }
    }
  }
}

function* judgeExport({ wanted, stored, changes, all }: Judged): Iterable<Remark> {
  const own = wanted.body.properties
  const account = String(recordOr(own.destination).resourceId).toLowerCase()
  const names = namesIn(own.tableNames)
  const others = [...all.values()].filter(other => keyOf(other) !== keyOf(wanted))
  const rival = others.find(other => destinationOf(other) === account)
  if (rival) yield { conflict: `the data export ${rival.id} has the same destination; a storage account takes one` }
  for (const { id, properties } of others.filter(({ properties }) => properties.enable !== false)) {
    const twice = namesIn(properties.tableNames).filter(name => names.includes(name))
    if (twice.length > 0)
      yield { warning: `the data export ${id} delivers ${twice.join(', ')} as well, which is charged twice` }
  }
  if (!stored) return
  if (changes.some(({ path }) => path === 'destination.resourceId')) {
    yield { warning: `rows of days that are not packed yet stay in ${destinationOf(stored).split('/').at(-1)}` }
  }
  const gone = namesIn(stored.properties.tableNames).filter(name => !names.includes(name))
  if (gone.length > 0) yield { warning: `no longer exported: ${gone.join(', ')}` }
}

const destinationOf = ({ properties }: Resource): string =>
  String(recordOr(properties.destination).resourceId).toLowerCase()
