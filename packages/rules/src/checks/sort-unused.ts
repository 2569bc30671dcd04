import { defineLint } from '../checking/lint.ts'

export const sortUnused = defineLint({
  id: 'sort-unused',
  among: ({ idleSorts }) => idleSorts,
  says: () => 'every run sorts all rows, and nothing after it needs their order',
  fix: () => 'leave the sort out, or take rows from its top',
})
