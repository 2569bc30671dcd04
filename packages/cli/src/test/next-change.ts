import { type FilePath, watchFolder } from '@tripline/files'

/** Where a run of our own writes. */
const own = /(^|[\\/])(\.[^\\/]*|node_modules)([\\/]|$)/

/** Tells when a file below a folder has changed, and no further change has followed for a moment. */
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
