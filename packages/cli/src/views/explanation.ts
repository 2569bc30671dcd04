import { jsonDocument, printableDocument } from '@tripline/diagnostics'
import type { QueryExplanation } from '@tripline/kql/compile'
import type { Args } from '../command-line/grammar.ts'
import type { Io } from '../process/io.ts'

type Shown = NonNullable<Args<'query'>['show']>
type ExplanationView = (shown: Shown, explanation: QueryExplanation, io: Io) => void

const notes: Readonly<Record<Shown, string>> = {
  plan: '# the columns of what follows depend on the rows of this part\n',
  sql: '-- the columns of what follows depend on the rows of this part\n',
}

/** A plan or SQL as text, or as one JSON document. */
export const explanationViews: { readonly [Format in Args<'query'>['format']]?: ExplanationView } = {
  table: (shown, explanation, { stdout }) => {
    const note = explanation.partial ? notes[shown] : ''
    stdout.write(printableDocument(`${note}${explanation[shown]}\n`))
  },
  json: (shown, explanation, { stdout }) => {
    const { partial, columns } = explanation
    stdout.write(jsonDocument({ [shown]: explanation[shown], columns, partial }))
  },
}
