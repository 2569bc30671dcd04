/** A clock that only moves when a client waits or a test says so; milliseconds. */
export interface HandClock {
  now(): number
  /** Moves on by that much, and returns. */
  wait(milliseconds: number): Promise<void>
  after(milliseconds: number, ring: () => void): () => void
  /** Moves on, and rings what has become due. */
  pass(milliseconds: number): void
  /** What `wait` was called with. */
  readonly waits: readonly number[]
}

/** Begins on 2 March 2026, 10:00 UTC. */
export function handClock(start = Date.parse('2026-03-02T10:00:00Z')): HandClock {
  let time = start
  const waits: number[] = []
  const alarms = new Set<{ readonly due: number; readonly ring: () => void }>()
  const pass = (milliseconds: number) => {
    time += milliseconds
    for (const alarm of [...alarms].filter(({ due }) => due <= time)) {
      alarms.delete(alarm)
      alarm.ring()
    }
  }
  return {
    now: () => time,
    async wait(milliseconds) {
      waits.push(milliseconds)
      pass(milliseconds)
    },
    after(milliseconds, ring) {
      const alarm = { due: time + milliseconds, ring }
      alarms.add(alarm)
      return () => alarms.delete(alarm)
    },
    pass,
    waits,
  }
}
