import { createHash } from 'node:crypto'
import { type ArmAnswer, answered } from '@tripline/azure/answer'
import type { BlobStore } from '@tripline/azure/blobs'
import type { Diagnostic } from '@tripline/diagnostics'
import { archiveReport } from '../archive-report.ts'
import { readAhead } from '../landing/read-ahead.ts'
import type { Manifest, Source } from '../vault/manifest.ts'

/** Whether the files of a day that still are in the landing container begin with the bytes that were archived. */
export async function checkLanding(store: BlobStore, { sources }: Manifest): Promise<ArmAnswer<readonly Diagnostic[]>> {
  const findings: Diagnostic[] = []
  for (const source of sources) {
    const hash = await hashOf(store, source)
    if (!hash.ok) {
      if (hash.error.status === 404) continue
      if (hash.error.status !== 416) return hash
    }
    if (!hash.ok || hash.value !== source.sha256) {
      findings.push(archiveReport['archive-landing-changed'](undefined, `${store.name}/${source.name}`))
    }
  }
  return answered(findings)
}

async function hashOf(store: BlobStore, source: Source): Promise<ArmAnswer<string>> {
  const hash = createHash('sha256')
  for await (const read of readAhead(store, [source])) {
    if (!read.ok) return read
    hash.update(read.value.bytes)
  }
  return answered(hash.digest('hex'))
}
