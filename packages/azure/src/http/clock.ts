/** Time, as the edge of the program gives it; milliseconds throughout. */
export interface Clock {
  /** Since 1970, UTC. */
  now(): number
  wait(milliseconds: number): Promise<void>
  /** Rings once that much time has passed; the result calls it off. */
  after(milliseconds: number, ring: () => void): () => void
}
