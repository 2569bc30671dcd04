import { jsonDocument, jsonText } from '@tripline/diagnostics'
import type { Table } from '@tripline/schemas'
import type { Io } from '../process/io.ts'

export const showNamesJson = (tables: readonly string[], { stdout }: Io): void =>
  stdout.write(jsonText(`${JSON.stringify({ tables })}\n`))

export const showSchemaJson = ({ name, columns }: Table, { stdout }: Io): void =>
  stdout.write(jsonDocument({ name, columns }))

export const showFilesJson = (files: readonly string[], { stdout }: Io): void =>
  stdout.write(jsonText(`${JSON.stringify({ files })}\n`))
