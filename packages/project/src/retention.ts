import type { Located } from '@tripline/diagnostics'
import { isInteractiveRetention, isTotalRetention, longRetentions } from '@tripline/schemas'
import { mapOf, oneOf, optional, parsed, type Reader, type Reading, record } from '@tripline/yaml'
import { projectReport } from './project-report.ts'

/** Days that a table keeps rows: interactive for queries and rules, total including long-term retention. */
export interface RetentionPeriod {
  readonly interactive?: Located<number>
  readonly total?: Located<number>
}

/** How the service stores and charges a table; analytics rules only read tables of the first plan. */
const tablePlans = ['Analytics', 'Basic', 'Auxiliary'] as const
export type TablePlan = (typeof tablePlans)[number]

export interface TableRetention extends RetentionPeriod {
  readonly table: Located<string>
  /** Absent: unchanged in the workspace. */
  readonly plan?: Located<TablePlan>
}

/** A missing period is left unchanged in the workspace. */
export interface Retention {
  /** Interactive retention of tables that have none of their own. */
  readonly workspace?: Located<number>
  readonly default: RetentionPeriod
  /** Tables with their own periods; missing keys come from `default`. */
  readonly tables: readonly TableRetention[]
}

export const noRetention: Retention = { default: {}, tables: [] }

function days(expected: string, isAllowed: (days: number) => boolean): Reader<Located<number>> {
  return parsed(expected, text => {
    const count = /^(\d{1,5})d$/.exec(text)?.[1]
    return count !== undefined && isAllowed(Number(count)) ? Number(count) : undefined
  })
}

const periodFields = {
  interactive: optional(days('4d to 730d', isInteractiveRetention)),
  total: optional(
    days(`4d to 730d or one of ${longRetentions.map(count => `${count}d`).join(', ')}`, isTotalRetention),
  ),
}

const written = record('retention', {
  workspace: optional(days('30d to 730d', days => days >= 30 && days <= 730)),
  default: optional(record('a retention period', periodFields)),
  tables: optional(mapOf(record('a retention period', { plan: optional(oneOf(tablePlans)), ...periodFields }))),
})

/** `{ workspace: 90d, default: { interactive: 90d, total: 2556d }, tables: { SigninLogs: { total: 4383d }, Syslog: { plan: Basic } } }` */
export const retention: Reader<Retention> = {
  ...written,
  read(node, reading) {
    const read = written.read(node, reading)
    if (!read) return undefined
    const initial = read.default ?? {}
    checkTotal(initial, initial, reading)
    const tables = (read.tables ?? []).map(({ key: table, value: own }) => {
      const { plan, interactive } = own
      if (!plan || plan.value === 'Analytics') {
        checkTotal(own, { ...initial, ...own }, reading)
        return { ...initial, ...own, table }
      }
      if (interactive) reading.report(projectReport['retention-plan-fixed'](interactive.span, plan.value))
      const { total = initial.total } = own
      return { table, plan, ...(total && { total }) }
    })
    return { ...(read.workspace && { workspace: read.workspace }), default: initial, tables }
  },
}

/** Reports at the table's own keys; the defaults are checked separately. */
function checkTotal(own: RetentionPeriod, { interactive, total }: RetentionPeriod, { report }: Reading): void {
  const written = own.total ?? own.interactive
  if (!written || !interactive || !total || total.value >= interactive.value) return
  report(projectReport['retention-total-below-interactive'](written.span, total.value, interactive.value))
}
