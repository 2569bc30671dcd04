import type { ArmAnswer, ArmError, Reading, Recorder, WorkspaceClient } from '@tripline/azure'
import { type DesiredResource, type Kind, readActual, type StoredByType } from '@tripline/deploy'
import type { Gap } from '@tripline/evidence'

/** What a workspace has, as far as it could be read. */
export interface ReadState {
  /** Absent: of this type nothing could be read. */
  readonly stored: Partial<StoredByType>
  readonly readings: ReadonlyMap<string, readonly Reading[]>
  readonly gaps: readonly Gap[]
  /** Why nothing could be read, if so. */
  readonly failure?: ArmError
}

/** Readings since the last ones that were taken. */
export interface ReadingLog {
  readonly record: Recorder
  take(): readonly Reading[]
}

export function readingLog(): ReadingLog {
  const readings: Reading[] = []
  return { record: reading => readings.push(reading), take: () => readings.splice(0) }
}

/** Reads one kind after the other, so that one that cannot be read does not hide the others. */
export async function readState(
  client: WorkspaceClient,
  desired: readonly DesiredResource[],
  among: readonly Kind[],
  log: ReadingLog,
): Promise<ReadState> {
  const readings = new Map<string, readonly Reading[]>()
  const gaps: Gap[] = []
  let failure: ArmError | undefined
  const read = async <Value>(name: string, send: () => Promise<ArmAnswer<Value>>): Promise<Value | undefined> => {
    const answer = await send()
    const taken = log.take()
    if (taken.length > 0) readings.set(name, taken)
    if (answer.ok) return answer.value
    failure ??= answer.error
    const { code, message } = answer.error
    gaps.push({ what: name, reason: `${code}: ${message}`, isFailure: true })
    return undefined
  }
  const isRecorded = among.some(({ content }) => content !== undefined)
  const metadata = isRecorded ? await read('metadata', () => client.metadata.list()) : undefined
  // It has been read, and is asked for with each kind.
  const once = { ...client.metadata, list: async () => ({ ok: true, value: metadata ?? [] }) as const }
  const stored: { -readonly [Type in keyof StoredByType]?: StoredByType[Type] } = {}
  for (const kind of among) {
    const state = await read(kind.type, () => readActual({ ...client, metadata: once }, desired, [kind]))
    if (state) stored[kind.type] = state[kind.type]
  }
  return { stored, readings, gaps, ...(readings.size === 0 && failure && { failure }) }
}
