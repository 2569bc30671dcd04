import type { AggregateCall, ValueType } from '../plan/expression.ts'

/** What a sweep knows of an aggregate. */
interface AggregateKind {
  /** Types of its first argument of which no group refuses a value. */
  readonly types: ReadonlySet<ValueType> | 'any'
  /** The aggregate that makes a group's value of those of its parts; `values`: itself, of each part's distinct values. */
  readonly combinedBy?: string
  /** Costs much more than a number. */
  readonly costly?: true
  /** Never greater for some of the rows than for all of them. */
  readonly growing?: true
}

const whole: ReadonlySet<ValueType> = new Set(['int', 'long'])
const ordered: ReadonlySet<ValueType> = new Set([...whole, 'datetime', 'timespan'])
const texts: ReadonlySet<ValueType> = new Set([...ordered, 'string'])
const exact: ReadonlySet<ValueType> = new Set([...texts, 'bool'])

const count: AggregateKind = { types: 'any', combinedBy: 'sum', growing: true }
const distinct: AggregateKind = { types: exact, costly: true, growing: true }
const list: AggregateKind = { types: exact, costly: true }

const kinds: Readonly<Record<string, AggregateKind>> = {
  count,
  countif: count,
  sum: { types: whole, combinedBy: 'sum' },
  sumif: { types: whole, combinedBy: 'sum' },
  avg: { types: whole },
  avgif: { types: whole },
  // Whether an empty text is the least one is not settled.
  min: { types: ordered, combinedBy: 'min' },
  minif: { types: ordered },
  max: { types: texts, combinedBy: 'max' },
  maxif: { types: texts },
  dcount: { ...distinct, combinedBy: 'values' },
  count_distinct: { ...distinct, combinedBy: 'values' },
  dcountif: distinct,
  count_distinctif: distinct,
  make_set: list,
  make_set_if: list,
  make_list: list,
  make_list_if: list,
  arg_max: list,
  arg_min: { ...list, types: ordered },
}

/** Undefined for an aggregate of which nothing is known, or that may refuse values. */
export function kindOf({ name, args }: AggregateCall): AggregateKind | undefined {
  const found = Object.hasOwn(kinds, name) ? kinds[name] : undefined
  return found && (found.types === 'any' || (args[0] && found.types.has(args[0].type))) ? found : undefined
}
