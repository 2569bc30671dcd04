export * from './node.ts'
export * from './parse-yaml.ts'
