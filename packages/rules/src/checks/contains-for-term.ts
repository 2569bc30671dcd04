import { defineLint } from '../checking/lint.ts'

export const containsForTerm = defineLint({
  id: 'contains-for-term',
  among: ({ comparisons }) => comparisons,
  where: ({ operator, literals }) => /^!?contains(_cs)?$/.test(operator) && /^[A-Za-z0-9]{4,}$/.test(literals[0]!),
  says: ({ operator }) => `${operator} scans every row instead of using the term index`,
  fix: ({ operator }) => `use ${operator.replace('contains', 'has')} if the text is a whole word`,
})
