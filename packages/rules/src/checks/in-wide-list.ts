import { defineLint } from '../checking/lint.ts'

export const inWideList = defineLint({
  id: 'in-wide-list',
  severity: 'warning',
  among: ({ wideLists }) => wideLists,
  says: ({ columns: [first, ...others] }) => `in compares with ${first} alone, not with ${others.join(', ')}`,
  fix: ({ columns: [first] }) => `end the table with project ${first}, or the column that is meant`,
})
