import { createHash } from 'node:crypto'
import { type ArmAnswer, answered } from '@tripline/azure/answer'
import type { BlobStore } from '@tripline/azure/blobs'
import type { Diagnostic } from '@tripline/diagnostics'
import { archiveReport } from '../archive-report.ts'
import { rowScanner } from '../landing/row-scanner.ts'
import { unpackPart } from '../restore/unpack-part.ts'
import { type Part, sliceEnd } from '../vault/manifest.ts'

/** Reads a part, and compares its bytes and rows with what the manifest says. */
export async function checkPart(store: BlobStore, part: Part): Promise<ArmAnswer<readonly Diagnostic[]>> {
  const slices = sliceChecker(part)
  const unpacked = await unpackPart(store, part, sliceEnd(part.slices.at(-1)), slices.take)
  if (!unpacked.ok) {
    const { code } = unpacked.error
    return code === 'BlobArchived'
      ? answered([archiveReport['archive-part-archived'](undefined, part.name, 'archived')])
      : unpacked
  }
  const { sha256, fault } = unpacked.value
  const wrong = sha256 !== part.sha256 ? 'its bytes have another hash' : (fault ?? slices.fault())
  return answered(wrong === undefined ? [] : [archiveReport['archive-part-changed'](undefined, part.name, wrong)])
}

/** Compares slices of the unpacked bytes, which follow each other. */
function sliceChecker({ slices }: Part) {
  let at = 0
  let index = 0
  let open = { hash: createHash('sha256'), scanner: rowScanner() }
  let wrong: string | undefined
  const close = () => {
    const slice = slices[index]!
    if (open.hash.digest('hex') !== slice.sha256) wrong ??= `the bytes of ${slice.of} have another hash`
    if (open.scanner.end().rows !== slice.rows) wrong ??= `${slice.of} has not ${slice.rows} rows`
    index += 1
    open = { hash: createHash('sha256'), scanner: rowScanner() }
  }
  return {
    take(bytes: Buffer) {
      let rest = bytes
      while (rest.length > 0 && index < slices.length) {
        const { offset, length } = slices[index]!
        const skipped = rest.subarray(0, Math.max(0, offset - at))
        const own = rest.subarray(skipped.length, skipped.length + offset + length - Math.max(at, offset))
        open.hash.update(own)
        open.scanner.push(own)
        at += skipped.length + own.length
        rest = rest.subarray(skipped.length + own.length)
        if (at === offset + length) close()
      }
      at += rest.length
    },
    fault: () => wrong ?? (index < slices.length ? `it ends before ${slices[index]!.of}` : undefined),
  }
}
