export * from './case-folders.ts'
export * from './expected-rows.ts'
export * from './marked-source.ts'
export * from './reference-data.ts'
