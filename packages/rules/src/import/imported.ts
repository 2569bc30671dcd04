import type { Diagnostic, JsonValue, Span } from '@tripline/diagnostics'
import type { Recognise } from './find-resources.ts'

export type Report = (found: Diagnostic) => void

/** Something that was found in a document and can be written to a file of its own. */
export interface Imported {
  readonly kind: 'rule' | 'function' | 'table' | 'automation rule'
  /** What tells it from others of its kind: the id of a rule, the name of a function or a table. */
  readonly key: string
  /** What its file could be called, without a folder and an ending. */
  readonly stem: string
  readonly document: ImportedDocument
  /** The text of its file, if it is kept with its comments. */
  readonly text?: string
  /** Where it was found. */
  readonly span: Span
}

export type ImportedDocument = Readonly<Record<string, JsonValue>>

/** Converts what was recognised, mostly to one document; undefined if it cannot be used, which is reported. */
export type Conversion = (report: Report) => Imported | readonly Imported[] | undefined

/** Recognises one kind of resource. */
export type Importer = Recognise<Conversion>
