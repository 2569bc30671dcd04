import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Changes with everything that decides what a query is compiled to and what is said about it: this package's code, the code
 * of the packages that it uses, and the versions of the parser and the database. Undefined where the code does not stand in files of its own.
 */
export function engineVersion(): string | undefined {
  try {
    const hash = createHash('sha256').update(readFileSync(new URL('../../package.json', import.meta.url)))
    const others = ['@tripline/schemas', '@tripline/diagnostics'].map(name => new URL('.', import.meta.resolve(name)))
    for (const folder of [new URL('..', import.meta.url), ...others]) {
      for (const path of codeFiles(fileURLToPath(folder))) hash.update(path).update(readFileSync(new URL(path, folder)))
    }
    return hash.digest('hex').slice(0, 32)
  } catch {
    return undefined
  }
}

const codeFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(path => path.replaceAll('\\', '/'))
    .filter(path => /(?<!\.d)\.[jt]s$/.test(path))
    .sort()
