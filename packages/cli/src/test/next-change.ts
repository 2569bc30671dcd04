import { type FilePath, watchFolder } from '@tripline/files'

/** Where our own runs write. */
const own = /(^|[\\/])(\.[^\\/]*|node_modules)([\\/]|$)/

/** Resolves when a file below a folder has changed and no further change follows for a moment. */
export function nextChange(folder: FilePath): { readonly seen: Promise<'changed'>; stop(): void } {
  let settled: NodeJS.Timeout | undefined
  let stop = (): void => {}
  const seen = new Promise<'changed'>(resolve => {
    const watcher = watchFolder(folder, path => {
      if (own.test(path)) return
      clearTimeout(settled)
      settled = setTimeout(resolve, 50, 'changed')
    })
    stop = () => {
      clearTimeout(settled)
      watcher.close()
    }
  })
  return { seen, stop: () => stop() }
}
