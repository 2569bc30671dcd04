import { defineLint } from '../checking/lint.ts'

export const regexForText = defineLint({
  id: 'regex-for-text',
  among: ({ comparisons }) => comparisons,
  where: ({ operator, literals }) => operator === 'matches regex' && /^[A-Za-z0-9_ -]+$/.test(literals[0]!),
  says: () => 'a pattern without anything but plain text is matched against every row, past the index',
  fix: () => 'has_cs, or contains_cs if the text may stand inside a word',
})
