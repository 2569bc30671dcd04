import { defineLint } from '../checking/lint.ts'

export const sortUnused = defineLint({
  id: 'sort-unused',
  among: ({ unusedSorts }) => unusedSorts,
  says: () => 'every run sorts all rows, but nothing uses their order',
  fix: () => 'remove the sort, or take rows from its top',
})
