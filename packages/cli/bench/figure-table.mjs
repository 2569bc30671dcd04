/** What the parts of a benchmark measure, and how large: a full one has 1,000 rules. `pnpm bench replay --rules 100` is a tenth. */
export const rules = Number(/^\d+$/.exec(process.argv[process.argv.indexOf('--rules') + 1] ?? '')?.[0] ?? 1_000)

/** A number of rows that shrinks with the number of rules, but not below what can still be measured. */
export const scaled = (full, least) => Math.max(least, Math.round((full * rules) / 1_000))

export const showHeader = () => show('figure', 'measured', 'at most', 'details')

/** One figure: `unit` follows the number; `most` is its limit, if it has one. */
export function showFigure(name, value, unit, most, details = '') {
  const number = value.toFixed(value < 100 ? 2 : 0)
  show(
    name,
    `${number} ${unit}`,
    most === undefined ? '' : `${most} ${unit}`,
    `${value > most ? 'OVER  ' : ''}${details}`,
  )
}

const show = (name, measured, most, details) =>
  process.stdout.write(`${[name.padEnd(46), measured.padStart(11), most.padStart(10), details].join('  ').trimEnd()}\n`)

/** A process as details: seconds by the clock and of all cores, and its peak memory (MB). */
export const processText = ({ clock, cores, peak }) =>
  `${clock.toFixed(2)} s, ${cores.toFixed(2)} s of cores, ${(peak / 1e6).toFixed(0)} MB`
