import { defineLint } from '../checking/lint.ts'

export const regexForText = defineLint({
  id: 'regex-for-text',
  among: ({ comparisons }) => comparisons,
  where: ({ operator, literals }) => operator === 'matches regex' && /^[A-Za-z0-9_ -]+$/.test(literals[0]!),
  says: () => 'this pattern is plain text, but is matched against every row instead of using the term index',
  fix: () => 'use has_cs, or contains_cs if the text may be part of a word',
})
