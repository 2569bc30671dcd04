import { type FilePath, watchFolder } from '@tripline/files'

/** What is never a file of the project. */
const foreign = /(^|[\\/])(\.[^\\/]*|node_modules)([\\/]|$)/

/** The files that have changed since they were last taken. */
export interface Changes extends Disposable {
  /** Their paths from the watched folder, once they have been quiet for a moment; none before. */
  take(): readonly string[]
}

/** Milliseconds: an editor writes a file in several steps. */
const quiet = 50

/** Watches a folder. `settled` is called when files have changed and no further change has followed for a moment. */
export function watchChanges(folder: FilePath, isOwn: (path: string) => boolean, settled: () => void): Changes {
  const changing = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  const watcher = watchFolder(folder, path => {
    if (foreign.test(path) || isOwn(path)) return
    changing.add(path)
    clearTimeout(timer)
    timer = setTimeout(() => {
      timer = undefined
      settled()
    }, quiet)
  })
  return {
    take() {
      if (timer) return []
      const taken = [...changing].sort()
      changing.clear()
      return taken
    },
    [Symbol.dispose]() {
      clearTimeout(timer)
      watcher.close()
    },
  }
}
