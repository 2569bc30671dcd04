interface Alarm {
  /** A reading of `performance.now()`. */
  readonly at: number
  readonly ring: () => void
}

const alarms = new Set<Alarm>()
let timer: NodeJS.Timeout | undefined
let armed = Number.POSITIVE_INFINITY

/**
 * Calls `ring` at a reading of `performance.now()`, unless the result is called before. Almost every query ends long before its
 * time, so all share a timer, which is left as it is when an alarm is cancelled. It does not keep the process from ending.
 */
export function alarmAt(at: number, ring: () => void): () => void {
  const alarm = { at, ring }
  alarms.add(alarm)
  if (at < armed) arm(at)
  return () => void alarms.delete(alarm)
}

function arm(at: number): void {
  clearTimeout(timer)
  armed = at
  timer = setTimeout(ringDue, at - performance.now()).unref()
}

function ringDue(): void {
  armed = Number.POSITIVE_INFINITY
  // A timer may fire a little early.
  const now = performance.now()
  for (const alarm of alarms) {
    if (alarm.at > now) continue
    alarms.delete(alarm)
    alarm.ring()
  }
  const next = Math.min(...Array.from(alarms, ({ at }) => at))
  if (next < armed) arm(next)
}
