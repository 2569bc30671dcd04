/** The options that are read alike in every mode. */
export interface QuerySettings {
  /** Milliseconds. */
  readonly timeout: number
  readonly columns?: readonly string[] | undefined
}
