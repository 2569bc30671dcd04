import type { Random } from '@tripline/testkit'

interface Row {
  readonly n: bigint
  readonly e: string
}
/** A row with its declared column. */
type Extended = Row & { readonly v: bigint | null }
/** What the state of a step remembers of each step, by name. */
type State = Readonly<Record<string, Extended>>

interface Value {
  readonly kql: string
  readonly of: (row: Row, state: State) => bigint | null
}

interface Step {
  readonly name: string
  readonly kql: string
  readonly matches: (row: Row, state: State) => boolean | null
  /** The value of `v`; none is its default. */
  readonly value?: Value
  readonly output?: 'none'
}

interface Output extends Extended {
  readonly match: bigint
}

/**
 * The matching logic of the page of scan. A row is evaluated against the steps from the last to the first. It matches a step if it
 * meets its condition with the state of the previous step, which is then promoted, or else with the step's own state, which only
 * the first step may have empty.
 */
export function scan(rows: readonly Row[], steps: readonly Step[]): readonly Output[] {
  const states: ({ readonly match: bigint; readonly seen: State } | undefined)[] = steps.map(() => undefined)
  let next = 0n
  return rows.flatMap(row =>
    steps
      .map((step, index) => ({ step, index }))
      .reverse()
      .flatMap(({ step, index }) => {
        const previous = index > 0 ? states[index - 1] : undefined
        const own = states[index] ?? (index === 0 ? { match: next, seen: {} } : undefined)
        const isPromoted = previous !== undefined && step.matches(row, previous.seen) === true
        const from = isPromoted ? previous : own && step.matches(row, own.seen) === true ? own : undefined
        if (!from) return []
        if (isPromoted) states[index - 1] = undefined
        if (index === 0 && states[0] === undefined) next += 1n
        const extended: Extended = { ...row, v: step.value ? step.value.of(row, from.seen) : 0n }
        states[index] = { match: from.match, seen: { ...from.seen, [step.name]: extended } }
        return step.output === 'none' ? [] : [{ ...extended, match: from.match }]
      }),
  )
}

const minus = (a: bigint, b: bigint | null | undefined): bigint | null => (b === null || b === undefined ? null : a - b)

const is = (name: string, e: string, more: Partial<Step> = {}): Step => ({
  name,
  kql: `e == "${e}"`,
  matches: row => row.e === e,
  ...more,
})

/** Whether a row comes within some time of the latest row of a step; nothing is known without one. */
const within = (name: string, e: string, of: string, most: bigint, more: Partial<Step> = {}): Step => ({
  name,
  kql: `e == "${e}" and n - ${of}.n <= ${most}`,
  matches: (row, state) => {
    const since = minus(row.n, state[of]?.n)
    return row.e === e && since !== null && since <= most
  },
  ...more,
})

const sinceStep = (of: string): Value => ({
  kql: `n - ${of}.n`,
  of: (row, state) => minus(row.n, state[of]?.n),
})
/** The state of the step itself, before the row. */
const running = (own: string): Value => ({
  kql: `coalesce(${own}.v, 0) + n`,
  of: (row, state) => (state[own]?.v ?? 0n) + row.n,
})

export const scans: readonly (readonly Step[])[] = [
  [is('a', 'x', { value: running('a') })],
  [is('a', 'x'), is('b', 'y', { value: sinceStep('a') })],
  [is('a', 'x', { output: 'none' }), is('b', 'y', { output: 'none' }), is('c', 'z', { value: sinceStep('a') })],
  [
    is('a', 'x', { value: running('a') }),
    within('b', 'y', 'a', 3n, { value: running('b') }),
    within('c', 'z', 'b', 2n, { value: { kql: 'a.v - b.v', of: (_, { a, b }) => minus(a!.v!, b?.v) } }),
  ],
  // A row may match several steps, the last of them first.
  [
    is('a', 'x', { value: running('a') }),
    is('b', 'x', { value: sinceStep('a') }),
    is('c', 'x', { value: sinceStep('b') }),
  ],
]

export const scannedRows = (random: Random): readonly Row[] =>
  Array.from({ length: 10 }, (_, index) => ({ n: BigInt(2 * index + random(2)), e: 'xxyz'[random(4)]! }))

export const scanKql = (rows: readonly Row[], steps: readonly Step[]): string => {
  const table = `datatable(n:long, e:string)[${rows.map(({ n, e }) => `${n}, "${e}"`).join(', ')}]`
  const written = steps.map(
    ({ name, kql, value, output }) =>
      `step ${name}${output ? ` output=${output}` : ''}: ${kql}${value ? ` => v = ${value.kql}` : ''};`,
  )
  return `${table} | sort by n asc | scan with_match_id=match declare (v:long = 0) with (${written.join(' ')})`
}
