import { counted, printableDocument, text } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'

export const showCompiled = (document: string, { stdout }: Io): void => stdout.write(printableDocument(document))

export const showWritten = (path: string, rules: number, { stderr }: Io): void =>
  stderr.write(text`${path}: ${counted(rules, 'rule')}\n`)
