import { type ArmAnswer, answered } from '@tripline/azure/answer'
import type { BlobStore, StoredBlob } from '@tripline/azure/blobs'
import type { Day } from '../day.ts'

/** The container that data export creates for a table, with its first row. */
export const landingContainer = (table: string): string => `am-${table.toLowerCase().replaceAll('_', '-')}`

/** An append blob that data export writes for five minutes of TimeGenerated. */
export type LandingFile = Pick<StoredBlob, 'name' | 'etag' | 'length' | 'modified'>

/** The files of one table, by day, in the order of their names. */
export type Landing = ReadonlyMap<Day, readonly LandingFile[]>

/** `WorkspaceResourceId=/subscriptions/…/y=2026/m=03/d=01/h=13/m=05/PT05M.json`, and `PT05M_1.json` once that is full. */
const path = /\/y=(\d{4})\/m=(\d\d)\/d=(\d\d)\/h=\d\d\/m=\d\d\/[^/]+\.json$/

/**
 * What has landed of a table and workspace. Its id is compared without regard to case, which the service does not promise. A
 * container that does not exist has no files.
 */
export async function listLanding(store: BlobStore, workspace: string): Promise<ArmAnswer<Landing>> {
  const roots = await store.beginnings('WorkspaceResourceId=', '/y=')
  if (!roots.ok) return roots.error.code === 'ContainerNotFound' ? answered(new Map()) : roots
  const wanted = `WorkspaceResourceId=${workspace}/y=`.toLowerCase()
  const days = new Map<Day, LandingFile[]>()
  for (const root of roots.value.filter(name => name.toLowerCase() === wanted)) {
    const listed = await store.list(root)
    if (!listed.ok) return listed
    for (const { name, etag, length, modified } of listed.value) {
      const [, year, month, day] = path.exec(name) ?? []
      if (year === undefined || length === 0) continue
      const key = `${year}-${month}-${day}`
      const files = days.get(key) ?? []
      files.push({ name, etag, length, modified })
      days.set(key, files)
    }
  }
  return answered(days)
}
