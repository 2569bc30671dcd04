const pending = new Set<() => void>()

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Calls `clean` once when the process ends in whatever way it can notice; the result cancels that. */
export function beforeEnd(clean: () => void): () => void {
  if (pending.size === 0) listen()
  pending.add(clean)
  return () => {
    if (pending.delete(clean) && pending.size === 0) ignore()
  }
}

function cleanUp(): void {
  for (const clean of pending) {
    pending.delete(clean)
    try {
      clean()
    } catch {
      // Others are cleaned up all the same.
    }
  }
}

/** A signal ends the process as if nobody had listened, unless others do. */
function end(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return
  cleanUp()
  ignore()
  process.kill(process.pid, signal)
}

function listen(): void {
  process.on('exit', cleanUp)
  for (const signal of signals) process.on(signal, end)
}

function ignore(): void {
  process.off('exit', cleanUp)
  for (const signal of signals) process.off(signal, end)
}
