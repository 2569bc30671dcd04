import { refusedValue, shownValue } from '../../values/refused-value.ts'
import { defineUdf, named } from '../../values/udf.ts'

const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//
/** May follow the `\\?\` prefix of long paths. */
const drive = /^(?:[\\/]{2}\?[\\/])?([A-Za-z]:)(?=[\\/]|$)/

/** `parse_path(text)`: Windows and POSIX paths with scheme, drive and alternate data stream (semantics 16.7). */
export function parsePath(text: string): string {
  const prefix = scheme.exec(text)
  const path = text.slice(prefix?.[0].length ?? 0)
  const slash = lastSlash(path)
  const directory = path.slice(0, Math.max(slash, 0))
  const [file = '', stream = ''] = slash < 0 && drive.test(path) ? [''] : path.slice(slash + 1).split(':')
  const letter = drive.exec(path)?.[1]
  const root = letter === undefined ? '' : `${letter}\\`
  if (letter !== undefined && (!path.startsWith(root) || slash < root.length))
    throw refusedValue('path-root', shownValue(text))
  return JSON.stringify({
    Scheme: prefix?.[1] ?? '',
    RootPath: root,
    DirectoryPath: directory,
    DirectoryName: directory.slice(lastSlash(directory) + 1),
    Filename: file,
    Extension: file.includes('.') ? file.slice(file.lastIndexOf('.') + 1) : '',
    AlternateDataStreamName: stream,
  })
}

const lastSlash = (path: string): number => Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'))

export const parsePathUdfs = named({
  parse_path: defineUdf({ parameters: ['string'], result: 'dynamic', nulls: 'propagate', call: parsePath }),
})
