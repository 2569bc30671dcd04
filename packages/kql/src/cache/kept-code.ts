import { cachedDataVersionTag, deserialize, serialize } from 'node:v8'
import { type CacheLocation, openKeptFolder } from './kept-folder.ts'

/** Code that V8 compiled scripts to, by script, kept for later processes. */
export interface KeptCode {
  read(): ReadonlyMap<string, Uint8Array> | undefined
  write(code: ReadonlyMap<string, Uint8Array>): void
}

/** An entry has four megabytes; few versions of Node are in use at once. */
const most = 8

/**
 * Code kept in a folder, apart for each build and configuration of V8. The folder is opened only when it is needed. V8 runs
 * what it is given, so the seal matters most here.
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
