import { defineLint } from '../checking/lint.ts'

export const joinWithoutKind = defineLint({
  id: 'join-without-kind',
  among: ({ joins }) => joins,
  where: ({ kind }) => kind === undefined,
  says: () => 'without a kind, join keeps one row of the left side for each key (innerunique) and drops the others',
  fix: () => 'write join kind=inner, or kind=innerunique if intended',
})
