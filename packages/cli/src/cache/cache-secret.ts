import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { type FilePath, inside, isMissing, isPrivate, readFile, writeFile } from '@tripline/files'

const length = 32

/**
 * What entries of the caches are signed with: random, of this user on this machine, and made when it is first needed. It lies
 * apart from the caches, in the folder for the state of programs, because caches travel: anyone who fills one that a CI service
 * carries from build to build, or names a folder of their own, must not be able to sign what they put there. Undefined where
 * nobody can keep it, or where others could read it.
 */
export function cacheSecret(stateHome: string): Uint8Array | undefined {
  const file = inside(stateHome, join(stateHome, 'tripline', 'cache-secret'))
  try {
    return read(file) ?? make(file)
  } catch {
    return undefined
  }
}

function read(file: FilePath): Uint8Array | undefined {
  try {
    const secret = readFile(file)
    return secret.length === length && isPrivate(file, 'may nothing') ? secret : undefined
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Of two processes that make one at once, the last decides, and what the other keeps is never believed. */
function make(file: FilePath): Uint8Array | undefined {
  writeFile(file, randomBytes(length), 'private')
  return read(file)
}
