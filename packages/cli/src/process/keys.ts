import type { Io } from './io.ts'

/** Calls back with each key that the user presses, as the text that it sends, until it is disposed; undefined without a terminal. */
export function openKeys({ stdin }: Io, pressed: (key: string) => void): Disposable | undefined {
  if (!stdin.isTTY || !stdin.setRawMode) return undefined
  const take = (chunk: string | Buffer): void => {
    const text = String(chunk)
    // Arrows and the like send several characters, the first of which is an escape.
    for (const key of text.startsWith('\u001b') ? [text] : text) pressed(key)
  }
  stdin.setRawMode(true)
  stdin.on('data', take)
  stdin.resume()
  return {
    [Symbol.dispose]() {
      stdin.off('data', take)
      stdin.setRawMode!(false)
      stdin.pause()
    },
  }
}
