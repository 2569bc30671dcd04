import { Script } from 'node:vm'
import { readPackageFile } from './package-files.ts'

/**
 * What V8 compiled scripts to, by name. It belongs to one build and configuration of V8, which does not verify it: anyone who
 * can forge it can run anything.
 */
export type ScriptCode = ReadonlyMap<string, Uint8Array>

/** Compiles the CommonJS files of a process. */
export interface ScriptCompiler {
  /** The function that the file is the body of. Code that V8 does not accept is ignored. */
  compile(name: string, url: URL, path: string, code: ScriptCode | undefined): (...args: readonly unknown[]) => void
  /** Whether a file had to be compiled since the code was last taken. */
  readonly hasCompiled: boolean
  /** The code of all files, once, if one had to be compiled. It contains the functions that have been called by now. */
  takeCode(): ScriptCode | undefined
}

/** `parameters`: those of the function that each file is the body of. */
export function scriptCompiler(parameters: readonly string[]): ScriptCompiler {
  const head = `(function (${parameters.join(', ')}) {`
  const scripts = new Map<string, Script>()
  let hasCompiled = false
  return {
    get hasCompiled() {
      return hasCompiled
    },
    compile(name, url, path, code) {
      const cachedData = code?.get(name)
      const script = new Script(`${head}${readPackageFile(url).toString('utf8')}\n})`, {
        filename: path,
        columnOffset: -head.length,
        ...(cachedData && { cachedData: Buffer.from(cachedData.buffer, cachedData.byteOffset, cachedData.length) }),
      })
      scripts.set(name, script)
      hasCompiled ||= !cachedData || script.cachedDataRejected === true
      return script.runInThisContext()
    },
    takeCode() {
      if (!hasCompiled) return undefined
      hasCompiled = false
      return new Map(Array.from(scripts, ([name, script]) => [name, script.createCachedData()]))
    },
  }
}
