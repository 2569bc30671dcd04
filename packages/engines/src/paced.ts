import type { Clock } from '@tripline/azure'
import type { RemoteEngine } from './remote-engine.ts'

/** How many queries an engine takes at once, and in some time (milliseconds). */
export interface Pace {
  readonly atOnce: number
  readonly queries: number
  readonly within: number
}

/** What Log Analytics allows a user: https://learn.microsoft.com/azure/azure-monitor/service-limits#user-query-throttling. */
export const logAnalyticsPace: Pace = { atOnce: 5, queries: 200, within: 30_000 }

/** An engine that is asked no faster than it allows; whatever is too much waits. */
export function paced(engine: RemoteEngine, { atOnce, queries, within }: Pace, clock: Clock): RemoteEngine {
  let free = atOnce
  const waiting: (() => void)[] = []
  const started: number[] = []
  const turn = async (): Promise<void> => {
    if (free > 0) free -= 1
    else await new Promise<void>(resolve => waiting.push(resolve))
    while (started.length >= queries) {
      const pause = started[0]! + within - clock.now()
      if (pause > 0) await clock.wait(pause)
      else started.shift()
    }
    started.push(clock.now())
  }
  const done = (): void => {
    const next = waiting.shift()
    if (next) next()
    else free += 1
  }
  return {
    ...engine,
    async run(query) {
      await turn()
      try {
        return await engine.run(query)
      } finally {
        done()
      }
    },
  }
}
