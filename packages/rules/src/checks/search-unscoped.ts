import { defineLint } from '../checking/lint.ts'

export const searchUnscoped = defineLint({
  id: 'search-unscoped',
  severity: 'warning',
  among: ({ unscoped }) => unscoped,
  says: ({ name }) => `${name} without tables reads all of the workspace, in every run`,
  fix: ({ name }) => `${name} in (SigninLogs, AuditLogs) …, with the tables that are meant`,
})
