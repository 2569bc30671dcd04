/** What went wrong with an input; `frame` is where, and `detail` is for the reader. */
export const failure = (code, detail, frame = '') => ({ code, frame, detail: String(detail).slice(0, 600) })

/** Failures with the same key are the same failure. */
export const keyOf = ({ code, frame }) => (frame === '' ? code : `${code} at ${frame}`)

/** An exception from code that must not throw. */
export const escaped = (code, error) =>
  failure(code, error?.stack ?? error, error instanceof Error ? `${error.name} ${topFrame(error.stack)}` : '')

/** The function, file and line at the top of a stack. */
export const topFrame = stack =>
  /^\s+at (?:async )?(.*?)(?: \(|$).*?([^/]+:\d+):\d+\)?$/m
    .exec(stack ?? '')
    ?.slice(1)
    .join(' ') ?? ''
