import type { ColumnType } from '@tripline/schemas'
import type { Cell } from '../world/dataset.ts'
import type { TextSpan } from '../world/query-diagnostic.ts'
import type { ColumnId, ColumnReference, Expression, OrderKey, ValueType } from './expression.ts'

/** A typed output column. Hidden ones carry order and ingestion time upward and never reach a result. */
export interface PlanColumn {
  readonly id: ColumnId
  readonly name: string
  readonly type: ValueType
  readonly hidden?: true
}

/** A new column and its value. */
export interface Assignment {
  readonly id: ColumnId
  readonly expression: Expression
}

interface NodeBase {
  readonly columns: readonly PlanColumn[]
  /** The sort keys of the rows, most significant first; empty if KQL promises no order. */
  readonly order: readonly OrderKey[]
  /** Whether window functions may refer to neighbouring rows (semantics 13.3). */
  readonly serialized: boolean
  readonly span: TextSpan
  /**
   * Where the spans of this node and those below it are, if it is not in the text of the node above: in the body of a function,
   * which the text above calls at this span, or, in such a body, in the text of its caller.
   */
  readonly origin?: TextSpan | 'caller'
}

/** The time that a look-back window limits. */
export type WindowTime = 'TimeGenerated' | 'ingestion'

/** Rows of a stored table; a column that is not stored is missing in every row. */
export interface TableScan extends NodeBase {
  readonly op: 'table-scan'
  readonly table: string
  /** The index of each column in the stored table; -1: not stored. */
  readonly stored: ReadonlyMap<ColumnId, number>
  /** The stored column that holds the value of a time whose own column is absent or missing (semantics 17.13). */
  readonly instead?: ReadonlyMap<ColumnId, number>
  /** Ids of the row number and the ingestion time, present if something above needs them. */
  readonly position: ColumnId
  readonly ingestion: ColumnId
  /** The name of a workspace's table, which is the `Type` of rows without one (semantics 17.12). */
  readonly label?: string
  /** What the look-back window limits; absent: all rows are visible, as for watchlists (semantics 17.9). */
  readonly window?: { readonly by: 'ingestion' } | { readonly by: 'TimeGenerated'; readonly position: number }
  /** Rows outside are left out. */
  readonly bounds?: readonly ScanBound[]
}

/** How the times in a stored column compare with a constant. */
export interface ScanBound {
  readonly column: ColumnId
  readonly comparison: Comparison
  readonly at: Expression
}

const comparisons = ['<', '<=', '>', '>='] as const

export type Comparison = (typeof comparisons)[number]

export const isComparison = (value: unknown): value is Comparison => comparisons.includes(value as Comparison)

/** Literal rows: datatable, print, an empty table. */
export interface Values extends NodeBase {
  readonly op: 'values'
  /** Cells in the order of the visible columns. */
  readonly rows: readonly (readonly Cell[])[]
  /** The workspace's table that has no rows. */
  readonly table?: string
  /** The id of the row number, present if something above needs the order. */
  readonly position: ColumnId
}

/** One row of computed values: print. */
export interface Row extends NodeBase {
  readonly op: 'row'
  readonly assignments: readonly Assignment[]
}

/** Numbers, instants or timespans from `from` to `to`, both included. */
export interface Range extends NodeBase {
  readonly op: 'range'
  readonly from: Expression
  readonly to: Expression
  readonly step: Expression
}

export interface Filter extends NodeBase {
  readonly op: 'filter'
  readonly input: PlanNode
  readonly predicate: Expression
}

/** Input columns that are kept, in the order of `columns`, and computed ones. */
export interface Project extends NodeBase {
  readonly op: 'project'
  readonly input: PlanNode
  readonly assignments: readonly Assignment[]
  /** The input is materialized rather than inlined into this node. */
  readonly computedInput?: true
}

/** The first `count` rows in the order of `by`, which may differ from their order in the output; without `by`, any rows. */
export interface Take extends NodeBase {
  readonly op: 'take'
  readonly input: PlanNode
  readonly count: Expression
  readonly by: readonly OrderKey[]
}

/** Groups by computed keys; without aggregates: distinct. */
export interface Summarize extends NodeBase {
  readonly op: 'summarize'
  readonly input: PlanNode
  readonly keys: readonly Assignment[]
  readonly aggregates: readonly Assignment[]
  /** The id of the rank of a group's first row in the input's order, present if something above needs the order. */
  readonly position: ColumnId
}

/** `row_window_session`: each row with the start of its session. */
export interface SessionWindow extends NodeBase {
  readonly op: 'session-window'
  readonly input: PlanNode
  readonly start: ColumnId
  readonly time: Expression
  readonly fromFirst: Expression
  readonly between: Expression
  readonly restart?: Expression
}

/** A value of a step's state: that of `column` when `step` last matched, before that `initial`. Steps count from 0. */
export interface StateColumn {
  readonly id: ColumnId
  /** The step whose state holds it, at or after the step that set it. */
  readonly holder: number
  readonly step: number
  /** The column of the row, or of the step's own values. */
  readonly column: ColumnId
  readonly initial: Expression
  readonly type: ColumnType
}

/**
 * One step of a scan: the condition for a row to match, after the previous step or repeatedly, and the values it then assigns.
 */
export interface ScanStep {
  readonly after: Expression | undefined
  readonly again: Expression
  /** Parallel to the scan's declared columns. */
  readonly values: readonly Assignment[]
  readonly output: boolean
}

/** The scan operator: a pass over ordered rows that matches them against stateful steps (semantics 13.6). */
export interface Scan extends NodeBase {
  readonly op: 'scan'
  readonly input: PlanNode
  /** Declared columns: they hold their default in the input, and the steps assign their values. */
  readonly declared: readonly (Assignment & { readonly output: ColumnId; readonly type: ColumnType })[]
  readonly steps: readonly ScanStep[]
  readonly state: readonly StateColumn[]
  readonly matchId: ColumnId
  /** The number of an output row. */
  readonly position: ColumnId
}

/** The types of a series axis. */
export type SeriesType = 'long' | 'real' | 'datetime' | 'timespan'

/** make-series: groups by `keys`, with an array for each aggregate over the bins of the axis, and the axis. */
export interface Series extends NodeBase {
  readonly op: 'series'
  readonly input: PlanNode
  readonly keys: readonly Assignment[]
  /** `absent` is the value of a bin without rows. */
  readonly series: readonly (Assignment & { readonly absent: Expression })[]
  /** `settled`: the same expression, refused at the ends of its type. */
  readonly axis: Assignment & { readonly type: SeriesType; readonly settled: Expression }
  /** Absent `from`: the first bin of each group. `to` is excluded; absent: the end of the last bin. */
  readonly from?: Expression
  readonly to?: Expression
  readonly step: Expression
  /** `in range(…)`: the bins are those of bin(), and that of `to` is included. */
  readonly aligned: boolean
  /** One row of absent values if there are no rows. */
  readonly nonempty: boolean
}

export type JoinKind =
  | 'inner'
  | 'innerunique'
  | 'leftouter'
  | 'rightouter'
  | 'fullouter'
  | 'leftsemi'
  | 'rightsemi'
  | 'leftanti'
  | 'rightanti'

export interface Join extends NodeBase {
  readonly op: 'join'
  readonly kind: JoinKind
  readonly left: PlanNode
  readonly right: PlanNode
  readonly on: readonly { readonly left: Expression; readonly right: Expression }[]
  /** Output id -> the side and id that it comes from. */
  readonly sources: ReadonlyMap<ColumnId, { readonly side: 'left' | 'right'; readonly id: ColumnId }>
}

export interface UnionLeg {
  readonly input: PlanNode
  /** Parallel to the union's columns; undefined: missing in this leg. */
  readonly ids: readonly (ColumnId | undefined)[]
  /** Value of the `withsource` column. */
  readonly source: string
}

export interface Union extends NodeBase {
  readonly op: 'union'
  readonly legs: readonly UnionLeg[]
  /** Tables that the query names and that have no rows, apart from those of `legs`. */
  readonly absent?: readonly { readonly table: string; readonly span: TextSpan }[]
  readonly withSource?: ColumnId
}

/** The value under a key of an expanded element, as a dynamic or as its text. */
export interface Property {
  readonly id: ColumnId
  readonly key: string
  readonly type: 'dynamic' | 'string'
}

/** One expanded array of mv-expand. */
export interface Expansion {
  readonly id: ColumnId
  readonly array: Expression
  readonly type: ColumnType
  /** `array`: a bag gives [key, value] pairs; `bag`: bags of one key. */
  readonly bags: 'bag' | 'array'
  /** Properties that replace the elements, if nothing else of them is needed. */
  readonly properties?: readonly Property[]
}

export interface Expand extends NodeBase {
  readonly op: 'expand'
  readonly input: PlanNode
  /** A value that is neither an array nor a bag is refused, as in mv-apply; otherwise it may be kept as it is. */
  readonly refusesSingle?: true
  readonly expansions: readonly Expansion[]
  readonly index: ColumnId
  readonly limit?: Expression
}

/** Runs `body` once per row of the input; `body` reads its rows from the `outer` node with this `key`. */
export interface Apply extends NodeBase {
  readonly op: 'apply'
  readonly input: PlanNode
  readonly body: PlanNode
}

/** Inside an Apply: the elements of arrays of the current outer row. */
export interface Outer extends NodeBase {
  readonly op: 'outer'
  readonly expansions: readonly Expansion[]
  readonly index: ColumnId
  readonly limit?: Expression
}

/** Each row with the first and the last run of a series that see it; the last is before the first if none does. */
export interface RunBounds extends NodeBase {
  readonly op: 'run-bounds'
  readonly input: PlanNode
  /** The time that windows limit. */
  readonly time: ColumnReference
  readonly arrival: ColumnReference
  /** Times of runs. */
  readonly from: ColumnId
  readonly to: ColumnId
  readonly series: RunSeries
}

/** Each row once for every run between two of its columns, both included. */
export interface RowRuns extends NodeBase {
  readonly op: 'row-runs'
  readonly input: PlanNode
  readonly from: ColumnReference
  readonly to: ColumnReference
  /** The time of the run. */
  readonly run: ColumnId
  readonly step: bigint
}

/** Runs at equal distances whose windows are alike: each ends at its run (all in ticks). */
export interface RunSeries {
  readonly first: bigint
  readonly step: bigint
  readonly count: number
  /** How far a window reaches back. */
  readonly period: bigint
  /** How long after a run a row may arrive that it sees; negative: before. */
  readonly grace: bigint
}

/** How many runs see a row. */
export const reachOf = ({ step, period }: RunSeries): number => Number((period + step - 1n) / step)

/** A sub-plan computed once and read several times, each time with new ids. */
export interface Reference extends NodeBase {
  readonly op: 'reference'
  readonly shared: Shared
  readonly ids: ReadonlyMap<ColumnId, ColumnId>
}

export interface Shared {
  readonly plan: PlanNode
}

export type PlanNode =
  | TableScan
  | Values
  | Row
  | Range
  | Filter
  | Project
  | Take
  | Summarize
  | Join
  | Union
  | Expand
  | Apply
  | Outer
  | Reference
  | Series
  | SessionWindow
  | Scan
  | RunBounds
  | RowRuns

export type QueryPlan = PlanNode

/** The columns of a result. */
export const visible = (node: PlanNode): readonly (PlanColumn & { readonly type: ColumnType })[] =>
  node.columns.filter((column): column is PlanColumn & { readonly type: ColumnType } => !column.hidden)
