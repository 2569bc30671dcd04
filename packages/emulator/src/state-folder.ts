import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where a running emulator is reached; the certificate is public. */
export interface EmulatorEndpoint {
  readonly url: string
  readonly ca: string
}

const endpointFile = 'emulator.json'
const stateFile = 'workspace.json'

/** Where the emulator is that runs on this folder; undefined when none does. */
export function readEndpoint(folder: string): EmulatorEndpoint | undefined {
  const text = readIfThere(join(folder, endpointFile))
  if (text === undefined) return undefined
  try {
    const { url, ca } = JSON.parse(text)
    return typeof url === 'string' && typeof ca === 'string' ? { url, ca } : undefined
  } catch {
    return undefined
  }
}

export const writeEndpoint = (folder: string, { url, ca }: EmulatorEndpoint): void =>
  replaceFile(folder, endpointFile, `${JSON.stringify({ url, ca }, null, 1)}\n`)

/** Take back what `writeEndpoint` wrote, unless another emulator has written since. */
export function removeEndpoint(folder: string, { url }: EmulatorEndpoint): void {
  if (readEndpoint(folder)?.url === url) rmSync(join(folder, endpointFile))
}

export const readStateText = (folder: string): string | undefined => readIfThere(join(folder, stateFile))

export const writeStateText = (folder: string, text: string): void => replaceFile(folder, stateFile, text)

export const stateFilePath = (folder: string): string => join(folder, stateFile)

/** A reader sees the old text or the new one, never a part. */
function replaceFile(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, name)
  writeFileSync(`${path}.new`, text)
  renameSync(`${path}.new`, path)
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
