/** A time limit that counts only while work of a certain kind is done. Milliseconds. */
export interface RunningTime {
  /** At least one. */
  left(): number
  /** Counts the time until the work ends. */
  during<T>(work: Promise<T>): Promise<T>
}

export function runningTime(limit: number): RunningTime {
  let spent = 0
  return {
    left: () => Math.max(1, limit - spent),
    async during(work) {
      const started = performance.now()
      try {
        return await work
      } finally {
        spent += performance.now() - started
      }
    },
  }
}
