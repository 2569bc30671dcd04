/** A message about an input. Lines and columns count from 1, the end is exclusive; a message about no file has none of them. */
export interface Finding {
  readonly file?: string
  readonly line?: number
  readonly column?: number
  readonly endLine?: number
  readonly endColumn?: number
  /** With an error, there is no result. */
  readonly severity: 'error' | 'warning' | 'info'
  /** What kind of finding it is; `tripline check --explain ID` prints the page about it. */
  readonly id: string
  /** The code of the official KQL parser, where it says so: `KS142`. */
  readonly kusto?: string
  readonly message: string
  /** What to write instead. */
  readonly fix?: string
}
