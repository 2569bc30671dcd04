import type { Located, SourceFile } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import type { Profile, Table } from '@tripline/schemas'
import type { ArchiveSettings } from './archive-settings.ts'
import type { DeploySettings } from './deploy-settings.ts'
import type { EngineAddress } from './engine-address.ts'
import type { AutomationRule } from './load-automation.ts'
import type { Retention } from './retention.ts'
import type { Target } from './target.ts'

/** A watchlist for tests and queries. */
export interface Watchlist {
  readonly alias: Located<string>
  /** A CSV file. */
  readonly file: Located<FilePath>
  readonly searchKey: Located<string>
}

/** The file that `externaldata` reads for a URL in tests and queries. */
export interface ExternalFile {
  readonly url: Located<string>
  readonly file: Located<FilePath>
}

/** KQL in a file; offsets into `value` map back to the file. */
export interface WrittenKql extends Located<string> {
  /** Offset in the file of the i-th UTF-16 unit of `value`. */
  readonly offsetAt: (index: number) => number
}

/** A function of the workspace that queries call. */
export interface ProjectFunction {
  /** Its own name, and that of the built-in function that it equals. */
  readonly names: readonly [Located<string>, ...Located<string>[]]
  /** As KQL writes them; `()` for none. */
  readonly parameters: Located<string>
  readonly body: WrittenKql
}

/** An engine that `--engine` finds by its name. */
export interface NamedEngine {
  readonly name: Located<string>
  readonly address: Located<EngineAddress>
}

/** The user's repository as `tripline.yaml` describes it. Paths are as commands show them. */
export interface Project {
  /** The folder of `tripline.yaml`. */
  readonly root: string
  readonly file: SourceFile
  /** Where queries run whose rules do not say it. */
  readonly profile: Profile
  /** Folders and files to search for rules and tests; see `listDetections`. */
  readonly detections: readonly FilePath[]
  readonly targets: readonly Target[]
  readonly engines: readonly NamedEngine[]
  /** Rule ids in lower case. */
  readonly disabled: readonly Located<string>[]
  readonly watchlists: readonly Watchlist[]
  readonly externalData: readonly ExternalFile[]
  readonly functions: readonly ProjectFunction[]
  readonly automationRules: readonly AutomationRule[]
  /** The files that describe automation rules. */
  readonly automationFiles: readonly FilePath[]
  /** The files that describe functions. */
  readonly functionFiles: readonly FilePath[]
  /** Custom tables, and catalogue tables with more columns, for `catalogue.with`. */
  readonly tables: readonly Table[]
  readonly retention: Retention
  /** Absent: nothing is archived. */
  readonly archive?: ArchiveSettings
  readonly deploy: DeploySettings
}
