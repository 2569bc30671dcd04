import type { RowChange } from './row-variants.ts'
import type { Mutant } from './rule-mutants.ts'

/** Changes of rows that may show a mutant, besides those of the columns that it has to do with. */
const kinds: Readonly<Record<Mutant['kind'], readonly RowChange[]>> = {
  condition: [],
  comparison: ['repeat'],
  threshold: ['repeat'],
  window: ['time', 'repeat'],
  join: ['absence'],
  match: [],
  case: [],
  value: [],
  trigger: ['repeat', 'absence'],
  period: ['time'],
}

/** Which changes of a case's rows may show what a mutant changes in a query. */
export function changesFor(
  { kind, kql: changed }: Pick<Mutant, 'kind' | 'kql'>,
  kql: string,
): (change: RowChange) => boolean {
  const words = changed === kql ? new Set<string>() : wordsOn(lineOfChange(kql, changed), kql.split('\n'))
  return change => (typeof change === 'string' ? kinds[kind].includes(change) : words.has(change.column))
}

/** The number of the first line that differs. */
function lineOfChange(kql: string, changed: string): number {
  let start = 0
  while (kql[start] === changed[start]) start++
  return kql.slice(0, start).split('\n').length - 1
}

const wordsIn = (line: string): readonly string[] => line.match(/\w+/g) ?? []

/** The words of a line, of lines that read what it defines with `let`, and of lines that define what these read. */
function wordsOn(index: number, lines: readonly string[]): ReadonlySet<string> {
  const own = lines[index]!
  const [, name] = /^\s*let\s+(\w+)/.exec(own) ?? []
  const words = new Set(wordsIn(own))
  if (name !== undefined) for (const line of lines) if (wordsIn(line).includes(name)) add(words, line)
  for (const word of words) {
    for (const line of lines) if (new RegExp(`\\b${word}\\s*=(?![=~])`).test(line)) add(words, line)
  }
  return words
}

function add(words: Set<string>, line: string): void {
  for (const word of wordsIn(line)) words.add(word)
}
