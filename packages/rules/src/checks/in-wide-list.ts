import { defineLint } from '../checking/lint.ts'

export const inWideList = defineLint({
  id: 'in-wide-list',
  severity: 'warning',
  among: ({ wideLists }) => wideLists,
  says: ({ columns: [first, ...others] }) => `in only compares with ${first} and ignores ${others.join(', ')}`,
  fix: ({ columns: [first] }) => `end the table with project ${first}, or another single column`,
})
