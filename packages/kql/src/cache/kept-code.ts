import { cachedDataVersionTag, deserialize, serialize } from 'node:v8'
import { type CacheLocation, openKeptFolder } from './kept-folder.ts'

/** Code that V8 compiled from scripts, by script, cached for later processes. */
export interface KeptCode {
  read(): ReadonlyMap<string, Uint8Array> | undefined
  write(code: ReadonlyMap<string, Uint8Array>): void
}

/** An entry takes four megabytes, and few versions of Node are in use at once. */
const most = 8

/** Of the build of V8, and of its configuration, which may change while a process runs. */
const fileName = (): string => `code-${process.version}-${process.arch}-${cachedDataVersionTag()}.bin`

/**
 * Code in a cache folder, separate for each build and configuration of V8. The folder is opened on first use. V8 does not
 * verify the code it runs, so the signature matters most here.
 */
export const openKeptCode = (location: CacheLocation): KeptCode => ({
  read() {
    const content = openKeptFolder(location, most)?.read(fileName())
    return content && deserialize(content)
  },
  write: code => openKeptFolder(location, most)?.write(fileName(), serialize(code)),
})
