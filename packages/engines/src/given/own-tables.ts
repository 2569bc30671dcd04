import type { Rows } from '@tripline/kql/engine'
import type { RemoteEngine } from '../remote-engine.ts'
import { loadCommands } from './load-commands.ts'

/** Tables of its own in a database elsewhere, for data that does not fit into a query. */
export interface OwnTables {
  /** Works while there is a table for each of these rows, of the names that it is given. `timeout`: milliseconds of a command. */
  during<T>(
    all: readonly Rows[],
    timeout: number,
    work: (names: readonly string[]) => Promise<T>,
  ): Promise<T | { readonly problem: string }>
  /** The tables that may not have been removed. */
  left(): readonly string[]
}

/** A database in which tables can be made. */
export type ManagedEngine = RemoteEngine & Required<Pick<RemoteEngine, 'manage'>>

/** `newName`: of letters and digits, and of no table that there is. `isStopped`: whether nothing more is to be loaded. */
export function ownTables(remote: ManagedEngine, newName: () => string, isStopped: () => boolean): OwnTables {
  const made = new Set<string>()
  /** Those that a command without an answer may still make or fill. */
  const uncertain = new Set<string>()
  const fill = async (name: string, rows: Rows, timeout: number): Promise<string | undefined> => {
    for (const [index, command] of loadCommands(name, rows).entries()) {
      if (isStopped()) return 'interrupted'
      const outcome = await remote.manage(command, timeout)
      const isUncertain = !outcome.ok && outcome.fault === 'unreachable'
      if (isUncertain) uncertain.add(name)
      // The first command fails where the table is another one's.
      if (outcome.ok || isUncertain) made.add(name)
      if (!outcome.ok) return `rows cannot be loaded${index === 0 ? '' : ' completely'}: ${outcome.message}`
    }
    const counted = await remote.run({ kql: `${name} | count`, timeout })
    if (!counted.ok) return `rows that were loaded cannot be counted: ${counted.message}`
    const count = Number(counted.rows.rows[0]?.[0])
    return count === rows.rows.length ? undefined : `of ${rows.rows.length} rows that were loaded, ${count} are there`
  }
  const drop = async (name: string, timeout: number): Promise<void> => {
    if (!made.has(name)) return
    const outcome = await remote.manage(`.drop table ${name} ifexists`, timeout)
    if (outcome.ok && !uncertain.has(name)) made.delete(name)
  }
  return {
    async during(all, timeout, work) {
      const names: string[] = []
      try {
        for (const rows of all) {
          const name = newName()
          names.push(name)
          const problem = await fill(name, rows, timeout)
          if (problem !== undefined) return { problem }
        }
        return await work(names)
      } finally {
        for (const name of names) await drop(name, timeout)
      }
    },
    left: () => [...made],
  }
}
