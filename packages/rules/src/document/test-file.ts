import type { Located, SourceFile, Span } from '@tripline/diagnostics'
import type { YamlNode, YamlScalar } from '@tripline/yaml'
import type { EntityType } from '../sentinel/entity-type.ts'
import type { Duration } from './duration.ts'
import type { AlertSeverity, Tactic } from './rule.ts'

/** One `*.test.yaml`: the cases of one rule. */
export interface TestFile {
  readonly file: SourceFile
  /** Path of the rule, relative to this file. */
  readonly rule: Located<string>
  readonly cases: readonly TestCase[]
}

/** Logs that cases share: recorded ones by table or in folders, and rows, as for a case. Paths are relative to this file. */
export interface SharedLogs extends Pick<TestCase, 'data' | 'folders' | 'rows'> {
  readonly file: SourceFile
}

export interface TestCase {
  readonly span: Span
  readonly name: Located<string>
  readonly schedule: Schedule
  /** Files of shared logs, relative to the test file. Once they are read, `data`, `folders` and `rows` have what they hold. */
  readonly include: readonly Located<string>[]
  /** When the first of all recorded and shared rows is to happen; the others keep their distance (ticks). */
  readonly shiftTo?: Located<bigint>
  /** Recorded logs by table; files of the same table are combined. */
  readonly data: readonly DataFile[]
  /** Folders whose recorded logs are named after their tables, relative to the test file. */
  readonly folders: readonly Located<string>[]
  /** Logs written inline. */
  readonly rows: readonly InlineTable[]
  /** Watchlists that this case replaces. */
  readonly watchlists: readonly WatchlistFile[]
  /** Watchlists that it writes out instead. */
  readonly watchlistRows: readonly WatchlistRows[]
  /** What externaldata reads in this case. */
  readonly externalData: readonly ExternalDataFile[]
  readonly expect: Expectation
}

/** Datetimes are ticks (100 ns since 0001-01-01). */
export type Schedule =
  | { readonly kind: 'once'; readonly at: Located<bigint> }
  | {
      readonly kind: 'replay'
      readonly from: Located<bigint>
      /** Included. */
      readonly to: Located<bigint>
      readonly ingestionDelay?: Located<Duration>
    }

export interface DataFile {
  readonly table: Located<string>
  /** A file, or a folder of files. Relative to the test file. */
  readonly path: Located<string>
}

export interface WatchlistFile {
  readonly alias: Located<string>
  /** Relative to the test file. */
  readonly path: Located<string>
}

/** A watchlist written into the case. */
export interface WatchlistRows {
  readonly alias: Located<string>
  readonly rows: readonly (readonly WatchlistCell[])[]
}

export interface WatchlistCell {
  readonly column: Located<string>
  readonly value: YamlScalar
}

export interface ExternalDataFile {
  readonly url: Located<string>
  /** Relative to the test file. */
  readonly path: Located<string>
}

export interface InlineTable {
  readonly table: Located<string>
  readonly rows: readonly InlineRow[]
  /** Whether it is from a file of shared logs. */
  readonly isShared?: true
}

/** `repeat` rows: the n-th (from 0) has `{n}` replaced in every text and TimeGenerated `from + n * every` where `from` is given. */
export interface InlineRow {
  readonly span: Span
  readonly repeat: number
  readonly from?: Located<bigint>
  readonly every?: Located<Duration>
  readonly cells: readonly InlineCell[]
}

export interface InlineCell {
  readonly column: Located<string>
  readonly value: YamlNode
}

export interface Expectation {
  readonly span: Span
  /** `expect: todo`: the alerts are to be written by `test --update`. */
  readonly isTodo?: true
  /** Exactly these, in any order; if absent, alerts are not compared. */
  readonly alerts?: readonly ExpectedAlert[]
  /** How many, or exactly these, in any order. */
  readonly incidents?: Located<number | readonly ExpectedIncident[]>
  /** Rows of the tables that the query reads and no run saw. */
  readonly missed?: Located<number>
  /** Rows of tables from which more than one alert was made. */
  readonly duplicates?: Located<number>
  /** An operator of the query that some row must reach, or `nothing`: no run may see a row. */
  readonly reaches?: Located<string>
}

/** Absent fields are not compared. */
export interface ExpectedIncident {
  readonly span: Span
  /** When its first alert was raised. */
  readonly at?: Located<bigint>
  readonly severity?: Located<AlertSeverity>
  readonly title?: Located<string>
  /** Exactly these, in any order. */
  readonly alerts?: readonly ExpectedAlert[]
}

/** Absent fields are not compared. */
export interface ExpectedAlert {
  readonly span: Span
  readonly at?: Located<bigint>
  readonly severity?: Located<AlertSeverity>
  readonly title?: Located<string>
  readonly description?: Located<string>
  readonly tactics?: readonly Located<Tactic>[]
  readonly techniques?: readonly Located<string>[]
  /** Exactly these, in any order. */
  readonly entities?: readonly ExpectedEntity[]
  readonly customDetails?: readonly ExpectedDetail[]
  /** The number of result rows behind the alert. */
  readonly rows?: Located<number>
}

export interface ExpectedEntity {
  readonly span: Span
  readonly type: Located<EntityType>
  readonly identifiers: readonly ExpectedIdentifier[]
}

export interface ExpectedIdentifier {
  readonly name: Located<string>
  readonly value: YamlScalar
}

export interface ExpectedDetail {
  readonly key: Located<string>
  /** One value, or several where the detail collects them. */
  readonly values: readonly YamlScalar[]
}
