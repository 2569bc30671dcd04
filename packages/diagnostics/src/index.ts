export * from './diagnostic.ts'
export * from './source.ts'
