import { defineLint } from '../checking/lint.ts'

export const foldedComparison = defineLint({
  id: 'folded-comparison',
  among: ({ comparisons }) => comparisons,
  where: ({ call, operator }) =>
    (call === 'tolower' || call === 'toupper') && ['==', '!=', 'in', '!in'].includes(operator),
  says: ({ call }) => `a comparison of ${call}() cannot use the index`,
  fix: () => 'use =~ or in~, which ignore case',
})
