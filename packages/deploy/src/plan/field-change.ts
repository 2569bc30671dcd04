/** A value that differs; null for a missing field. */
export interface FieldChange {
  /** `incidentConfiguration.createIncident`, `entityMappings[0].entityType`. */
  readonly path: string
  readonly from: unknown
  readonly to: unknown
}

/** Leaves by path: scalars, and lists of scalars as a whole. Null, undefined and empty lists are as good as absent. */
export function leavesOf(value: unknown, path = ''): Map<string, unknown> {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return new Map()
  if (typeof value !== 'object' || (Array.isArray(value) && !value.some(isObject))) return new Map([[path, value]])
  const members = Object.entries(value).flatMap(([name, member]) => [...leavesOf(member, step(value, path, name))])
  return new Map(members)
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null

const step = (parent: object, path: string, name: string): string =>
  Array.isArray(parent) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`
