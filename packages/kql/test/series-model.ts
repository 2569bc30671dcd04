import type { Random } from '@tripline/testkit'

/** How the numbers of an axis are written in KQL, and read from the JSON of a result. */
export interface Axis {
  readonly type: string
  readonly write: (at: number) => string
  readonly writeStep: (step: number) => string
  readonly read: (item: string | number) => number
}

const ten = Date.UTC(2026, 2, 2, 10)
export const axes: Readonly<Record<string, Axis>> = {
  long: { type: 'long', write: String, writeStep: String, read: Number },
  real: {
    type: 'real',
    write: at => `real(${at / 2})`,
    writeStep: step => `real(${step / 2})`,
    read: item => Number(item) * 2,
  },
  // Minutes from ten o'clock, at which a bin of any of the steps starts.
  datetime: {
    type: 'datetime',
    write: at => `datetime(${new Date(ten + at * 60_000).toISOString()})`,
    writeStep: step => `${step}m`,
    read: item => (Date.parse(String(item)) - ten) / 60_000,
  },
}

export interface Range {
  readonly from?: number
  readonly to?: number
  readonly step: number
}

export interface Row {
  readonly key: string
  readonly at: number
}

/**
 * The page of make-series: a bin for each step from the start up to but not including the end. Without one of them, the series of a
 * group begins or ends with its first or last bin that has rows, and without a start bins are those of bin() (semantics 14.1).
 */
export function series(rows: readonly Row[], { from, to, step }: Range) {
  const inside = rows.filter(({ at }) => (from === undefined || at >= from) && (to === undefined || at < to))
  return [...new Set(inside.map(({ key }) => key))].sort().map(key => {
    const times = inside.filter(row => row.key === key).map(({ at }) => at)
    const start = from ?? step * Math.floor(Math.min(...times) / step)
    const end = to ?? Math.max(...times) + 1
    const bins = Array.from({ length: Math.ceil((end - start) / step) }, (_, bin) => start + bin * step)
    const within = (bin: number) => times.filter(at => at >= bin && at < bin + step)
    return {
      key,
      at: bins,
      count: bins.map(bin => within(bin).length),
      largest: bins.map(bin => (within(bin).length > 0 ? Math.max(...within(bin)) : -99)),
    }
  })
}

export const seriesRows = (random: Random): readonly Row[] =>
  Array.from({ length: 8 }, () => ({ key: 'ab'[random(2)]!, at: random(24) - 8 }))

export const ranges: readonly Range[] = [
  { from: -5, to: 10, step: 4 },
  { from: -5, to: 11, step: 4 },
  { from: 1, step: 3 },
  { to: 8, step: 3 },
  { to: 9, step: 3 },
  { step: 2 },
]

/** Ends that are constants, and ends that the query computes. */
const ways = [(text: string) => text, (text: string) => `toscalar(print x = ${text})`]

/** Whether ends are `computed` does not change the series. */
export function seriesKql(rows: readonly Row[], axis: Axis, { from, to, step }: Range, computed: boolean): string {
  const written = ways[Number(computed)]!
  const edge = (word: string, at: number | undefined) => (at === undefined ? '' : ` ${word} ${written(axis.write(at))}`)
  const cells = rows.map(({ key, at }) => `"${key}", ${axis.write(at)}, ${at}`)
  return `datatable(key:string, at:${axis.type}, n:long)[${cells.join(', ')}]
    | make-series count = count(), largest = max(n) default=-99 on at${edge('from', from)}${edge('to', to)} step ${axis.writeStep(step)} by key
    | sort by key asc | project key, at, count, largest`
}
