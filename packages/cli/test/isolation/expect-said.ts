import { expect } from 'vitest'
import type { Found } from './found.ts'
import { type Hostile, pathFor, type Verb } from './hostile.ts'

/** A verb says what it should of each of these rows. */
export function expectSaid(
  verb: Verb,
  found: readonly Found[],
  rows: readonly Hostile[],
  indices: Iterable<number> = rows.keys(),
): void {
  for (const index of indices) {
    const { said } = rows[index]!
    if (!said?.verbs.includes(verb)) continue
    const { id, at, says = '' } = said
    expect(found).toContainEqual({
      id,
      at: expect.stringContaining(pathFor(at, index)),
      text: expect.stringContaining(says),
    })
  }
}
