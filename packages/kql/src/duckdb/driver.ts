import { createRequire } from 'node:module'

type Driver = typeof import('@duckdb/node-api')

/** The driver. It is a hundred CommonJS files, in each of which an `import` would first look for names that it exports. */
export const {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  DuckDBDataChunk,
  DuckDBInstance,
  DuckDBScalarFunction,
  INTEGER,
  VARCHAR,
}: Driver = createRequire(import.meta.url)('@duckdb/node-api')
