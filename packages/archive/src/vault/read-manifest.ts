import { isRecord } from '@tripline/diagnostics'
import { isDay } from '../day.ts'
import { type Manifest, type Part, sliceEnd } from './manifest.ts'
import { readPartName } from './vault-names.ts'

type Check = (value: unknown) => boolean

const text: Check = value => typeof value === 'string'
const count: Check = value => Number.isSafeInteger(value) && (value as number) >= 0
const hash: Check = value => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
const optional =
  (check: Check): Check =>
  value =>
    value === undefined || check(value)
const oneOf =
  (...names: readonly unknown[]): Check =>
  value =>
    names.includes(value)
const list =
  (check: Check): Check =>
  value =>
    Array.isArray(value) && value.every(check)

/** No other members than these, in the order of the alphabet. */
function members(checks: Readonly<Record<string, Check>>): Check {
  const names = Object.keys(checks).sort()
  return value => {
    if (!isRecord(value)) return false
    const present = names.filter(name => Object.hasOwn(value, name))
    const keys = Object.keys(value)
    return (
      keys.length === present.length &&
      keys.every((key, index) => key === present[index]) &&
      names.every(name => checks[name]!(value[name]))
    )
  }
}

const slice = members({ of: text, from: count, offset: count, length: count, sha256: hash, rows: count })

const isManifest = members({
  format: oneOf(1),
  workspace: text,
  table: text,
  day: value => typeof value === 'string' && isDay(value),
  sequence: count,
  revision: count,
  previous: value => value === null || hash(value),
  route: oneOf('export', 'query'),
  sources: list(
    members({
      name: text,
      etag: text,
      length: count,
      sha256: hash,
      rows: count,
      first: optional(text),
      last: optional(text),
    }),
  ),
  parts: list(
    members({
      name: text,
      length: count,
      md5: text,
      sha256: hash,
      rows: count,
      origin: oneOf('landing', 'workspace'),
      slices: list(slice),
    }),
  ),
  hours: list(members({ hour: text, landed: count, workspace: optional(count), filledBy: optional(text) })),
  verdict: oneOf('complete', 'filled', 'surplus', 'unproved'),
  missing: count,
  surplus: count,
  undated: count,
  reason: optional(text),
  closedAt: text,
  writtenBy: members({ tool: text, run: text }),
})

/** A manifest from its bytes; undefined for anything that is not exactly how one is written. */
export function readManifest(bytes: Buffer): Manifest | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    if (!isManifest(value) || !Buffer.from(`${JSON.stringify(value)}\n`).equals(bytes)) return undefined
    const manifest = value as Manifest
    return hasOwnParts(manifest) && manifest.parts.every(hasWholeSlices) ? manifest : undefined
  } catch {
    return undefined
  }
}

/** Whether the parts are of the table and day, in the order of their numbers. */
function hasOwnParts({ table, day, parts }: Manifest): boolean {
  let last = 0
  return parts.every(({ name }) => {
    const part = readPartName(name)
    const follows = part?.table === table && part.day === day && part.number > last
    last = part?.number ?? last
    return follows
  })
}

/** Whether no byte is in two slices, and the rows of the part are those of its slices. */
function hasWholeSlices({ rows, slices }: Part): boolean {
  const follow = slices.every(({ offset }, index) => offset >= sliceEnd(slices[index - 1]))
  return follow && rows === slices.reduce((sum, slice) => sum + slice.rows, 0)
}
