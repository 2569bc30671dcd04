import { cachedDataVersionTag, deserialize, serialize } from 'node:v8'
import { type CacheLocation, openKeptFolder } from './kept-folder.ts'

/** Code that V8 compiled from scripts, by script, cached for later processes. */
export interface KeptCode {
  read(): ReadonlyMap<string, Uint8Array> | undefined
  write(code: ReadonlyMap<string, Uint8Array>): void
}

/** An entry takes four megabytes, and few versions of Node are in use at once. */
const most = 8

/**
 * Code in a cache folder, separate for each build and configuration of V8. The folder is opened on first use. V8 does not
 * verify the code it runs, so the signature matters most here.
 */
export function openKeptCode(location: CacheLocation): KeptCode {
  const name = `code-${process.version}-${process.arch}-${cachedDataVersionTag()}.bin`
  return {
    read() {
      const content = openKeptFolder(location, most)?.read(name)
      return content && deserialize(content)
    },
    write: code => openKeptFolder(location, most)?.write(name, serialize(code)),
  }
}
