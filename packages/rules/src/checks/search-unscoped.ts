import { defineLint } from '../checking/lint.ts'

export const searchUnscoped = defineLint({
  id: 'search-unscoped',
  severity: 'warning',
  among: ({ unscoped }) => unscoped,
  says: ({ name }) => `${name} without tables reads every table of the workspace on every run`,
  fix: ({ name }) => `name the tables, as in ${name} in (SigninLogs, AuditLogs) …`,
})
