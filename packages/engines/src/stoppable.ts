import type { RemoteEngine } from './remote-engine.ts'
import { refused } from './remote-engine.ts'

/** An engine that answers nothing more once it is stopped; what is being asked is then not waited for. */
export function stoppable<Engine extends RemoteEngine>(engine: Engine, stopped: Promise<void>): Engine {
  let isStopped = false
  const failure = stopped.then(() => {
    isStopped = true
    return refused('unreachable', 'interrupted')
  })
  return { ...engine, run: query => (isStopped ? failure : Promise.race([engine.run(query), failure])) }
}
