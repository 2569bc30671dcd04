/** Time in milliseconds, supplied by the edge of the program. */
export interface Clock {
  /** Since 1970, UTC. */
  now(): number
  wait(milliseconds: number): Promise<void>
  /** Calls `ring` once that much time has passed; the result cancels it. */
  after(milliseconds: number, ring: () => void): () => void
}
