import type { RemoteEngine } from '../remote-engine.ts'

/** A table that can be made and removed. */
export interface TemporaryTable {
  /** The commands that make it, of which the first fails if there is a table of that name. */
  readonly made: (name: string) => readonly string[]
  readonly dropped: (name: string) => string
  /** How many rows it must have then; absent if that is not known. */
  readonly rows?: number
}

/** Tables of its own in a database elsewhere, for data that does not fit into a query. */
export interface TemporaryTables {
  /** Works while these tables exist, under the names that it is given. `timeout`: milliseconds of a command. */
  during<T>(
    all: readonly TemporaryTable[],
    timeout: number,
    work: (names: readonly string[]) => Promise<T>,
  ): Promise<T | { readonly problem: string }>
  /** The commands that remove what may have been left. */
  left(): readonly string[]
}

/** A database in which tables can be made. */
export type ManagedEngine = RemoteEngine & Required<Pick<RemoteEngine, 'manage'>>

/** `newName`: of letters and digits, and of no table that there is. `isStopped`: whether nothing more is to be loaded. */
export function temporaryTables(
  remote: ManagedEngine,
  newName: () => string,
  isStopped: () => boolean,
): TemporaryTables {
  /** By name: the command that removes it. */
  const made = new Map<string, string>()
  /** Those that a command without an answer may still make or fill. */
  const uncertain = new Set<string>()
  const make = async (name: string, table: TemporaryTable, timeout: number): Promise<string | undefined> => {
    for (const [index, command] of table.made(name).entries()) {
      if (isStopped()) return 'interrupted'
      const outcome = await remote.manage(command, timeout)
      const isUncertain = !outcome.ok && outcome.fault === 'unreachable'
      if (isUncertain) uncertain.add(name)
      // The first command fails where the table is another one's.
      if (outcome.ok || isUncertain) made.set(name, table.dropped(name))
      if (!outcome.ok) return `a table cannot be ${index === 0 ? 'made' : 'filled'}: ${outcome.message}`
    }
    if (table.rows === undefined) return undefined
    const counted = await remote.run({ kql: `${name} | count`, timeout })
    if (!counted.ok) return `rows that were loaded cannot be counted: ${counted.message}`
    const count = Number(counted.rows.rows[0]?.[0])
    return count === table.rows ? undefined : `of ${table.rows} rows that were loaded, ${count} are there`
  }
  const drop = async (name: string, timeout: number): Promise<void> => {
    const command = made.get(name)
    const outcome = command === undefined ? undefined : await remote.manage(command, timeout)
    if (outcome?.ok && !uncertain.has(name)) made.delete(name)
  }
  return {
    async during(all, timeout, work) {
      const names: string[] = []
      try {
        for (const table of all) {
          const name = newName()
          names.push(name)
          const problem = await make(name, table, timeout)
          if (problem !== undefined) return { problem }
        }
        return await work(names)
      } finally {
        for (const name of names) await drop(name, timeout)
      }
    },
    left: () => [...made.values()],
  }
}
