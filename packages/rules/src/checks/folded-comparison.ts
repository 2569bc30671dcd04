import { defineLint } from '../lint.ts'

export const foldedComparison = defineLint({
  id: 'folded-comparison',
  pattern: /\b(to(?:lower|upper))\s*\((?:[^()]|\([^()]*\))*\)\s*(?:==|!=|!?in\b(?!~))/g,
  says: call => `a comparison of ${call}() cannot use the index`,
  fix: () => '=~ or in~ compare without regard to letter case',
})
