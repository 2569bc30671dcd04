import type { PlainValue } from './plain-value.ts'

/** A JSON Schema of draft 7, which the YAML support of editors reads. */
export type JsonSchema = { readonly [key: string]: PlainValue }
