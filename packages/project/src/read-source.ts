import type { Diagnosed, SourceFile, Span } from '@tripline/diagnostics'
import { type FilePath, readFile } from '@tripline/files'
import { refusedPath } from './refused-path.ts'

/**
 * Reads a file of text: UTF-8, or UTF-16 with a byte order mark. The mark is dropped, so that offsets count what an editor shows. A message about a
 * file that cannot be read goes to `mention`, where its path was written (default: the file itself).
 */
export async function readSource(file: FilePath, mention?: Span): Promise<Diagnosed<SourceFile>> {
  const { path } = file
  try {
    const bytes = readFile(file, 'text-file')
    const text = decoders[encodingOf(bytes)].decode(bytes)
    return { value: { path, text }, diagnostics: [] }
  } catch (error) {
    return { diagnostics: [refusedPath(file, error, mention)] }
  }
}

const decoders = {
  'utf-8': new TextDecoder('utf-8', { fatal: true }),
  'utf-16le': new TextDecoder('utf-16le', { fatal: true }),
  'utf-16be': new TextDecoder('utf-16be', { fatal: true }),
}

/** Windows' tools write UTF-16, and begin it with a mark. */
function encodingOf([first, second]: Uint8Array): keyof typeof decoders {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}
