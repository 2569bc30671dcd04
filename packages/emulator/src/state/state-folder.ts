import { join } from 'node:path'
import { below, type FilePath, inside, isMissing, readFile, removeFile, writeFile } from '@tripline/files'

/** Where a running emulator is reached; the certificate is public. */
export interface EmulatorEndpoint {
  readonly url: string
  readonly ca: string
}

/** Where the emulator of the project in `root` keeps its state and says where it listens. */
export const stateFolder = (root: string): FilePath => inside(root, join(root, '.tripline'))

const endpointFile = (folder: FilePath): FilePath => below(folder, 'emulator.json')

/** The certificate as clients of others take it: `NODE_EXTRA_CA_CERTS`, `REQUESTS_CA_BUNDLE`. */
const certificateFile = (folder: FilePath): FilePath => below(folder, 'emulator.pem')

export const stateFile = (folder: FilePath): FilePath => below(folder, 'workspace.json')

/** Where the emulator is that runs on this folder; undefined if none does. Throws what the file system refuses. */
export function readEndpoint(folder: FilePath): EmulatorEndpoint | undefined {
  const text = readIfThere(endpointFile(folder))
  if (text === undefined) return undefined
  try {
    const { url, ca } = JSON.parse(text)
    return typeof url === 'string' && isHttps(url) && typeof ca === 'string' ? { url, ca } : undefined
  } catch {
    return undefined
  }
}

const isHttps = (url: string): boolean => URL.canParse(url) && new URL(url).protocol === 'https:'

export function writeEndpoint(folder: FilePath, { url, ca }: EmulatorEndpoint): void {
  writeFile(certificateFile(folder), ca)
  writeFile(endpointFile(folder), `${JSON.stringify({ url, ca }, null, 1)}\n`)
}

/** Take back what `writeEndpoint` wrote, unless another emulator has written since. */
export function removeEndpoint(folder: FilePath, { url }: EmulatorEndpoint): void {
  if (readEndpoint(folder)?.url !== url) return
  removeFile(endpointFile(folder))
  removeFile(certificateFile(folder))
}

export const readStateText = (folder: FilePath): string | undefined => readIfThere(stateFile(folder))

export const writeStateText = (folder: FilePath, text: string): void => writeFile(stateFile(folder), text)

function readIfThere(file: FilePath): string | undefined {
  try {
    return readFile(file).toString('utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}
