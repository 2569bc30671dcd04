import { cachedDataVersionTag, deserialize, serialize } from 'node:v8'
import type { ScriptCode } from '@tripline/files'
import { type CacheLocation, openKeptFolder } from './kept-folder.ts'

/** Code that V8 compiled from scripts, cached for later processes. */
export interface KeptCode {
  read(): ScriptCode | undefined
  write(code: ScriptCode): void
}

/**
 * Code in a cache folder, separate for each name, and for each build and configuration of V8, which may change while a process
 * runs. The folder is opened on first use, and holds at most `most` entries of a few megabytes. V8 does not verify the code it
 * runs, so the signature matters most here.
 */
export function openKeptCode(location: CacheLocation, name: string, most: number): KeptCode {
  const fileName = () => `${name}-${process.version}-${process.arch}-${cachedDataVersionTag()}.bin`
  return {
    read() {
      const content = openKeptFolder(location, most)?.read(fileName())
      return content && deserialize(content)
    },
    write: code => openKeptFolder(location, most)?.write(fileName(), serialize(code)),
  }
}

/** Of the parser, for each of the few versions of Node that are in use at once. */
export const openParserCode = (location: CacheLocation): KeptCode => openKeptCode(location, 'code', 8)
