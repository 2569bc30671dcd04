import type { Resource } from '@tripline/azure'
import { lookUp } from '@tripline/diagnostics'
import type { KindType } from '../kind.ts'
import { kinds } from '../kinds.ts'
import { type Step, stepKey } from './deploy-plan.ts'

/** What the metadata of a resource says about the last time it was applied. */
export interface Mark {
  /** The id of the metadata. */
  readonly id: string
  readonly type: KindType
  /** Of the resource. */
  readonly resource: string
  /** The project; '' for one without a name. */
  readonly owner: string
  /** Of the resource's fields, as they were stored. */
  readonly hash: string
  /** Whether a write of several requests has begun since; of those, any may have been carried out. */
  readonly isBegun: boolean
}

type MarkContent = Pick<Mark, 'resource' | 'owner' | 'hash' | 'isBegun'>

/** Marks by the key of what they are about. */
export type Marks = ReadonlyMap<string, Mark>

const version = 'tripline/1'
const begun = 'begun'

/** Which kind has resources of a path. */
const typeIn = (segment: string): KindType | undefined =>
  kinds.find(({ type }) => type.toLowerCase() === segment.toLowerCase())?.type

/** The mark in metadata; undefined if Tripline did not write it. */
export function readMark({ id, properties: { parentId, source, customVersion } }: Resource): Mark | undefined {
  const [written, hash, state] = String(customVersion).split(' ')
  const [segment = '', resource = ''] = String(parentId).split('/').slice(-2)
  const type = typeIn(segment)
  if (written !== version || !hash || !type || resource === '') return undefined
  const owner = lookUp((source ?? {}) as Readonly<Record<string, unknown>>, 'name')
  return { id, type, resource, owner: typeof owner === 'string' ? ownerIn(owner) : '', hash, isBegun: state === begun }
}

export function marksIn(metadata: readonly Resource[]): Marks {
  const marks = metadata.flatMap(one => readMark(one) ?? [])
  return new Map(marks.map(mark => [stepKey({ type: mark.type, id: mark.resource }), mark]))
}

/** The service wants a name; a project need not have one. */
const nameless = 'tripline'
const ownerIn = (name: string): string => (name === nameless ? '' : name)

/** The id of the metadata about a resource. */
export const markId = ({ type, id }: Pick<Step, 'type' | 'id'>): string => `tripline-${type}-${id}`

/** The metadata that says that a resource was applied for a project. */
export const markBody = (parentId: string, content: string, { resource, owner, hash, isBegun }: MarkContent) => ({
  properties: {
    parentId,
    kind: content,
    contentId: resource,
    source: { kind: 'SourceRepository', name: owner === '' ? nameless : owner, sourceId: `${version}/${owner}` },
    customVersion: isBegun ? `${version} ${hash} ${begun}` : `${version} ${hash}`,
  },
})
