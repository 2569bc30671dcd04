import { isRecord, recordOr } from '@tripline/diagnostics'
import { type ArmAnswer, answered, failed } from '../answer/arm-answer.ts'
import { shown } from '../answer/service-message.ts'

/** A resource as the service stores it, every property included. */
export interface Resource {
  /** The last segment of the resource id. */
  readonly id: string
  /** Of resources that come in several, such as analytics rules. */
  readonly kind?: string
  /** With its quotes; goes back in the body of an update. */
  readonly etag?: string
  readonly properties: Readonly<Record<string, unknown>>
  /** Who last changed it, and when, where the service says. */
  readonly changed?: { readonly by?: string; readonly at?: string }
}

/** The body of a PUT or PATCH. */
export type ResourceBody = Omit<Resource, 'id' | 'changed'>

/** Which answers are resources of a type. */
export interface Shape {
  /** What one is called, with its article. */
  readonly noun: string
  isSound(resource: Resource): boolean
}

/** The resource in an answer. */
export function readResource(body: unknown, { noun, isSound }: Shape): ArmAnswer<Resource> {
  const { name: id, kind, etag, properties, systemData } = recordOr(body)
  const resource = {
    id,
    ...present({ kind, etag }),
    properties,
    ...changeIn(recordOr(systemData), recordOr(properties)),
  }
  return isResource(resource) && isSound(resource)
    ? answered(resource)
    : failed('InvalidResponse', `the service answered with something that is not ${noun}`)
}

const present = (members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== null))

/** With an etag that cannot be read, a resource would be overwritten even if it had changed. */
const isResource = (value: Readonly<Record<string, unknown>>): value is Resource & typeof value =>
  typeof value.id === 'string' &&
  value.id !== '' &&
  isRecord(value.properties) &&
  [value.kind, value.etag].every(text => text === undefined || typeof text === 'string')

function changeIn(systemData: Readonly<Record<string, unknown>>, properties: Readonly<Record<string, unknown>>) {
  const by = systemData.lastModifiedBy
  const at = systemData.lastModifiedAt ?? properties.lastModifiedUtc ?? properties.lastModifiedTimeUtc
  const changed = {
    ...(typeof by === 'string' && { by: shown(by) }),
    ...(typeof at === 'string' && !Number.isNaN(Date.parse(at)) && { at: new Date(at).toISOString() }),
  }
  return Object.keys(changed).length > 0 ? { changed } : {}
}
