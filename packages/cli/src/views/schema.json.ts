import type { Table } from '@tripline/schemas'
import type { Io } from '../io.ts'

export const showNamesJson = (tables: readonly string[], { stdout }: Io): void =>
  stdout.write(`${JSON.stringify({ tables })}\n`)

export const showSchemaJson = ({ name, columns }: Table, { stdout }: Io): void =>
  stdout.write(`${JSON.stringify({ name, columns }, undefined, 2)}\n`)

export const showFilesJson = (files: readonly string[], { stdout }: Io): void =>
  stdout.write(`${JSON.stringify({ files })}\n`)
