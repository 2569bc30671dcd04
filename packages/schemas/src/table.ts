/** Kusto's scalar types, by the names KQL gives them. */
export const columnTypes = [
  'bool',
  'int',
  'long',
  'real',
  'decimal',
  'string',
  'datetime',
  'timespan',
  'guid',
  'dynamic',
] as const

export type ColumnType = (typeof columnTypes)[number]

export interface Column {
  readonly name: string
  readonly type: ColumnType
}

/** The schema of one table; names are case-sensitive, as in Kusto. */
export interface Table {
  readonly name: string
  readonly columns: readonly Column[]
}

/** Where queries run: in a workspace of Log Analytics, or in advanced hunting of Defender XDR. */
export const profiles = ['workspace', 'xdr'] as const
export type Profile = (typeof profiles)[number]

/** Tables by name, immutable. */
export interface Catalogue {
  readonly profile: Profile
  get(name: string): Table | undefined
  readonly names: readonly string[]
  /** The tables that are not as their profile documents them. */
  readonly own: readonly Table[]
  /** A catalogue in which the given tables are added or replaced. */
  with(tables: readonly Table[]): Catalogue
  /** The documented tables of another profile, with the own ones. */
  under(profile: Profile): Catalogue
}

/** Hidden columns of every table: queries can name them, but no listing shows them. */
export const hiddenColumns: readonly Column[] = [
  { name: '_ItemId', type: 'string' },
  { name: '_TimeReceived', type: 'datetime' },
]

/** Beyond 730 days, the Tables API takes these numbers of days as total retention and no others. */
export const longRetentions: readonly number[] = [1095, 1460, 1826, 2191, 2556, 2922, 3288, 3653, 4018, 4383]

/** Whether a table can keep its rows for so many days for queries (retentionInDays). */
export const isInteractiveRetention = (days: number): boolean => Number.isInteger(days) && days >= 4 && days <= 730

/** Whether a table can keep its rows for so many days in all (totalRetentionInDays). */
export const isTotalRetention = (days: number): boolean => isInteractiveRetention(days) || longRetentions.includes(days)

/** Whether a table is one of those that users create. */
export const isCustomTable = ({ name }: Pick<Table, 'name'>): boolean => /_CL$/i.test(name)
