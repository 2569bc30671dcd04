import type { Verification } from '@tripline/archive'
import type { Reading } from '@tripline/azure'
import type { ResourceState } from '@tripline/deploy'

/** What the bundle is about. */
export interface Subject {
  /** The tool and its version. */
  readonly tool: string
  /** The name by which the project knows the workspace. */
  readonly workspace: string
  /** Its ARM resource id. */
  readonly resource: string
  /** The first and the last day, in UTC. */
  readonly from: string
  readonly to: string
  /** When it was collected, ISO 8601. */
  readonly at: string
}

/** How Git has a file: unchanged since its last commit, changed since, or not at all. */
export interface Versioned {
  /** The last commit that changed the file; absent if Git has none. */
  readonly commit?: string
  readonly state: 'committed' | 'modified' | 'not in Git'
}

/** A rule, function or watchlist of the project, of the workspace, or both. */
export interface RuleInForce extends ResourceState {
  /** Of the project, relative to its folder. */
  readonly file?: string
  readonly version?: Versioned
  /** Whether the workspace runs it; absent of what does not run or is not there. */
  readonly isEnabled?: boolean
  /** The sections of the HIPAA Security Rule that it cites. */
  readonly cites: readonly string[]
}

/** Days that a table keeps rows, as the workspace has them and as the project wants them. */
export interface RetainedTable {
  readonly table: string
  /** Absent: the workspace has no such table. */
  readonly live?: {
    readonly plan: string
    readonly interactive: number
    readonly total: number
    /** Whether the days are those of the workspace. */
    readonly isInherited: boolean
  }
  readonly wanted: { readonly interactive?: number; readonly total?: number }
  readonly isReadByRules: boolean
  /** How its rows reach the archive; absent without one. */
  readonly archive?: string
}

/** Something that the bundle does not show. */
export interface Gap {
  readonly what: string
  readonly reason: string
  /** Whether it was there to be read, and could not be. */
  readonly isFailure: boolean
}

/** A case of a test, and whether it was as it must be. */
export interface TestedCase {
  /** The path of the rule's file. */
  readonly rule: string
  readonly name: string
  readonly must: 'fire' | 'stay quiet'
  readonly status: 'passed' | 'failed' | 'error'
}

/** How many small changes of a rule its tests notice. */
export interface MutationScore {
  /** The path of the rule's file. */
  readonly rule: string
  readonly changes: number
  readonly noticed: number
}

export interface TestEvidence {
  /** The report as JUnit. */
  readonly junit: string
  readonly cases: readonly TestedCase[]
  /** Of rules whose score is known. */
  readonly scores: readonly MutationScore[]
}

/** What verifying the vault has found. */
export interface ArchiveEvidence extends Verification {
  /** `account/container` */
  readonly vault: string
  /** The days that were verified. */
  readonly from: string
  readonly to: string
  /** What the sample was drawn by. */
  readonly seed: string
}

/** The runs of a rule that the workspace has recorded. */
export interface RuleRuns {
  readonly id: string
  readonly name: string
  readonly runs: number
  readonly notSuccessful: number
  readonly first: string
  readonly last: string
  /** The longest time between two runs, in minutes. */
  readonly longestPause: number
}

/** A change of a rule that the workspace has recorded. */
export interface RecordedChange {
  readonly at: string
  readonly id: string
  readonly name: string
  readonly operation: string
  readonly status: string
  readonly by: string
}

/** A step of a deployment, from its journal. */
export interface JournalledChange {
  readonly at: string
  readonly type: string
  readonly id: string
  readonly action: string
  readonly outcome: string
}

/** Everything that was collected. */
export interface Evidence {
  readonly subject: Subject
  /** Answers by the name of the file that they get. */
  readonly readings: ReadonlyMap<string, readonly Reading[]>
  readonly rules: readonly RuleInForce[]
  readonly retention: readonly RetainedTable[]
  readonly runs?: readonly RuleRuns[]
  readonly changes?: readonly RecordedChange[]
  readonly journal?: readonly JournalledChange[]
  readonly tests?: TestEvidence
  readonly archive?: ArchiveEvidence
  readonly gaps: readonly Gap[]
}

/** Files of a bundle by their paths in it, with `/`. */
export type Files = ReadonlyMap<string, string>
