import type { QueryErrorKind } from '../world/query-diagnostic.ts'
import { type RefusalCode, refusalCodes } from './refusal-code.ts'

/** A message about a query, without its span. */
export interface RefusalText {
  readonly kind: QueryErrorKind
  readonly code: RefusalCode
  readonly message: string
  /** What to write instead. */
  readonly fix?: string
}

/** `what` is not supported: `why`. Or a whole sentence. */
type Wording = ({ readonly what: string; readonly why: string } | { readonly says: string }) & {
  readonly instead?: string | undefined
}

/** The wording of a message, as a function of its arguments. */
export interface RefusalRow<Arguments extends readonly unknown[] = never> {
  readonly code: RefusalCode
  readonly word: (...args: Arguments) => Wording
}

/** A row of the table: its code, and its wording or a function from arguments to the wording. */
export const row = <Arguments extends readonly unknown[] = []>(
  code: RefusalCode,
  wording: Wording | ((...args: Arguments) => Wording),
): RefusalRow<Arguments> => ({ code, word: typeof wording === 'function' ? wording : () => wording })

/** The row's text for these arguments. */
export function textOfRow<Arguments extends readonly unknown[]>(
  { code, word }: RefusalRow<Arguments>,
  ...args: Arguments
): RefusalText {
  const wording = word(...args)
  const message = 'says' in wording ? wording.says : `${wording.what} is not supported: ${wording.why}`
  const { instead } = wording
  return { kind: refusalCodes[code].kind, code, message, ...(instead !== undefined && { fix: instead }) }
}
