/** A surviving mutant, shown as a change of its line. */
export const survivorText = ({ line, column, before, after }, path) =>
  `${path}:${line}:${column}\n  - ${before}\n  + ${after}\n`

/** How many of the mutants at a path were killed, equivalent mutants excluded. */
export function scoreLine(path, tried, survived, equivalent) {
  const killed = tried - survived
  const percent = tried === 0 ? 100 : Math.floor((100 * killed) / tried)
  return `${path}: ${killed} of ${tried} killed (${percent} %)${equivalent > 0 ? `, ${equivalent} equivalent` : ''}\n`
}
