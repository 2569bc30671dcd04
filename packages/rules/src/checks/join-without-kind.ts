import { defineLint } from '../lint.ts'

export const joinWithoutKind = defineLint({
  id: 'join-without-kind',
  pattern: /\b(join)\s+(?!(?:hint\.\w+\s*=\s*\w+\s+)*kind\s*=)/g,
  says: () => 'without a kind, join keeps one row of the left side for each key (innerunique) and drops the others',
  fix: () => 'join kind=inner, or kind=innerunique if that is meant',
})
