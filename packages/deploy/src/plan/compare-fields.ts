import type { Resource, ResourceBody } from '@tripline/azure'
import { type JsonValue, lookUp } from '@tripline/diagnostics'
import { hashOf } from '@tripline/rules'
import type { FieldRow, Kind } from '../kind.ts'
import { type FieldChange, leavesOf } from './field-change.ts'

type Fields = Kind['fields']

/** The row of a field; undefined for one that only the service sets. */
function rowOf(path: string, fields: Fields): FieldRow | undefined {
  const general = path.replaceAll(/\[\d+\]/g, '[]')
  return lookUp(fields, general) ?? lookUp(fields, `${general.split('.', 1)[0]}.*`)
}

const comparable = (value: unknown, { compare = same }: FieldRow): string | undefined => JSON.stringify(compare(value))
const same = (value: unknown): unknown => value

/** Whether a value is what the service stores by default. */
export function isDefault({ fields }: Kind, path: string, value: unknown): boolean {
  const row = rowOf(path, fields)
  return row !== undefined && comparable(value, row) === comparable(row.byDefault ?? null, row)
}

/** The fields in which a stored resource of the same kind (or none) differs from what is sent for it. */
export function compareFields(kind: Kind, body: ResourceBody, stored: Resource | undefined): readonly FieldChange[] {
  const wanted = leavesOf(kind.comparable(body.properties))
  const found = stored ? counted(kind, body, stored) : new Map<string, unknown>()
  const own = [...found.keys()].filter(path => rowOf(path, kind.fields))
  return [...new Set([...wanted.keys(), ...own])].flatMap(path => {
    const row = rowOf(path, kind.fields) ?? {}
    const { byDefault = null } = row
    const from = found.get(path) ?? (stored ? byDefault : null)
    const to = wanted.get(path) ?? byDefault
    return comparable(from, row) === comparable(to, row) ? [] : [{ path, from, to }]
  })
}

/** The leaves of a stored resource that what is sent for it has a say in. */
function counted(kind: Kind, body: ResourceBody, { properties }: Resource): ReadonlyMap<string, unknown> {
  const found = leavesOf(kind.comparable(properties))
  if (!kind.isPartial(body)) return found
  const wanted = leavesOf(kind.comparable(body.properties))
  return new Map([...found].filter(([path]) => wanted.has(path)))
}

/** Whether a resource is as a write would leave it. */
export const isStored = (kind: Kind, body: ResourceBody, stored: Resource): boolean =>
  stored.kind === body.kind && compareFields(kind, body, stored).length === 0

/** Hash of the fields that callers can set; equal for resources that are the same to `compareFields`. */
export const hashOfFields = (kind: Kind, stored: Resource): string =>
  hashOfLeaves(kind, stored, leavesOf(kind.comparable(stored.properties)))

function hashOfLeaves({ fields }: Kind, { kind = '' }: ResourceBody, leaves: ReadonlyMap<string, unknown>): string {
  const own = [...leaves].flatMap(([path, value]) => {
    const row = rowOf(path, fields)
    if (!row) return []
    const text = comparable(value, row)
    return text === comparable(row.byDefault ?? null, row) ? [] : [[path, text ?? '']]
  })
  return hashOf({ kind, fields: Object.fromEntries(own) as Readonly<Record<string, JsonValue>> })
}

/** The same for the part of a resource that the project sets: what is recorded when it is applied. */
export const hashOfApplied = (kind: Kind, body: ResourceBody, stored: Resource): string =>
  hashOfLeaves(kind, stored, counted(kind, body, stored))

/** The same for a resource as a write would leave it. */
export const hashOfWanted = (kind: Kind, body: ResourceBody): string =>
  hashOfLeaves(kind, body, leavesOf(kind.comparable(body.properties)))

/** Paths of a stored resource that are in no row. */
export const unknownPaths = (properties: Resource['properties'], fields: Fields): readonly string[] =>
  [...leavesOf(properties).keys()].filter(path => !rowOf(path, fields))
