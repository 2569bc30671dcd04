type Engines = typeof import('./open-engine.ts')
type Databases = typeof import('../duckdb/database.ts')
type Preparation = typeof import('./prepare-compiler.ts')

/** Loads DuckDB, so that opening a database takes no more than the time of another thread. */
export const loadDriver = async (): Promise<void> => void (await import('../duckdb/driver.ts'))

let engines: Promise<Engines> | undefined

/** Even a module that is loaded takes a while to import, and every case opens an engine. */
const importEngines = () => (engines ??= import('./open-engine.ts'))

/** Loads what opens engines, for which a caller need not wait. */
export const loadEngine = (): void => void importEngines().catch(() => {})

/** Loads DuckDB, which a command that only handles values does not need. */
export const openDatabase: Databases['openDatabase'] = async options =>
  (await import('../duckdb/database.ts')).openDatabase(options)

export const openEngine: Engines['openEngine'] = async (catalogue, dataset, options) =>
  (await importEngines()).openEngine(catalogue, dataset, options)

/** Loads the compiler before a query needs it. */
export const prepareCompiler: Preparation['prepareCompiler'] = async (...args) =>
  (await import('./prepare-compiler.ts')).prepareCompiler(...args)
