import { hash } from 'node:crypto'
import { createRequire, isBuiltin, Module } from 'node:module'
import { dirname, join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { cachedDataVersionTag } from 'node:v8'
import { scriptCompiler } from '@tripline/files'
import { openKeptCode } from '@tripline/kql/analysis'
import { cacheLocation } from '../cache/cache-location.ts'
import type { Io } from './io.ts'
import { withInitialSettings } from './v8-settings.ts'

/** Few commands are in use at once, and few versions of Node. */
const most = 32

let keep = () => {}

/** Caches the code of what was loaded, with the functions called by now, unless all of it came from the cache. */
export const keepCode = (): void => keep()

/**
 * Loads a CommonJS file of the npm package, and those of the package that it loads, as `require` does, but with the code that V8
 * compiled them to in an earlier process. `kind`: of the process, because others load other files and call other functions.
 */
export function loadCached(path: string, kind: string, env: Io['env']): unknown {
  const native = createRequire(path)
  const location = /^[a-z]+$/.test(kind) ? cacheLocation({ env }, 'code') : undefined
  if (!location) return native(path)
  const root = dirname(dirname(path))
  const isOwn = (file: string) => file.startsWith(root + sep) && /\.c?js$/.test(file)
  // Code has the path of its file, which stacks show.
  const home = hash('sha256', root).slice(0, 16)
  const kept = openKeptCode(location, `${kind}-${home}`, most)
  const { code, tag } = withInitialSettings(() => ({ code: kept.read(), tag: cachedDataVersionTag() }))
  const compiler = scriptCompiler(['exports', 'require', 'module', '__filename', '__dirname'])

  function load(file: string): unknown {
    const known = native.cache[file]
    if (known) return known.exports
    const module = new Module(file)
    module.filename = file
    native.cache[file] = module
    try {
      const run = withInitialSettings(() => compiler.compile(relative(root, file), pathToFileURL(file), file, code))
      run(module.exports, requireIn(file), module, file, dirname(file))
      module.loaded = true
      return module.exports
    } finally {
      if (!module.loaded) delete native.cache[file]
    }
  }

  function requireIn(file: string): NodeJS.Require {
    const nativeIn = createRequire(file)
    const require = (id: string) => {
      if (isBuiltin(id)) return nativeIn(id)
      const found = id.startsWith('./') ? join(dirname(file), id) : nativeIn.resolve(id)
      return isOwn(found) ? load(found) : nativeIn(id)
    }
    return Object.assign(require, nativeIn)
  }

  keep = () => {
    // Replaying processes ask after every test file.
    if (!compiler.hasCompiled) return
    withInitialSettings(() => {
      // Where the settings cannot be restored, the next process would not find it.
      if (cachedDataVersionTag() !== tag) return
      const compiled = compiler.takeCode()
      if (compiled) kept.write(new Map([...(code ?? []), ...compiled]))
    })
  }
  return load(path)
}
