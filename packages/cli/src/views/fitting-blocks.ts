import { counted, joined, type Printable, preformatted, text } from '@tripline/diagnostics'

/** Bytes. GitHub keeps no summary of more than 1 MiB, and an escaped character may have five times the bytes. */
const summary = 200_000

/** Blocks of text as a part of a Markdown document, as many as fit, in order; `noun` is what those left out are called. */
export function fittingBlocks(blocks: readonly Printable[], noun: string, limit = summary): Printable {
  let bytes = 0
  const shown = blocks.filter(block => {
    const size = Buffer.byteLength(String(block))
    if (bytes + size > limit) return false
    bytes += size
    return true
  })
  const left = blocks.length - shown.length
  return joined(
    [
      ...(shown.length > 0 ? [text`\n${preformatted(joined(shown, '\n\n'))}`] : []),
      ...(left > 0 ? [text`\n${counted(left, noun)} in the log.\n`] : []),
    ],
    '',
  )
}
