import { createRequire } from 'node:module'

type Driver = typeof import('@duckdb/node-api')

/** The driver. It consists of a hundred CommonJS files, and an `import` would scan each of them for exported names. */
export const {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  DuckDBDataChunk,
  DuckDBInstance,
  DuckDBScalarFunction,
  INTEGER,
  LIST,
  listValue,
  VARCHAR,
}: Driver = createRequire(import.meta.url)('#database-driver/index.js')
