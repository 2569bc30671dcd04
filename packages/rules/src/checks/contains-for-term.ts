import { defineLint } from '../lint.ts'

export const containsForTerm = defineLint({
  id: 'contains-for-term',
  pattern: /(?<![\w!])(!?contains(?:_cs)?)\b/g,
  before: /^\s*@?(["'])[A-Za-z0-9]{4,}\1/,
  says: operator => `${operator} looks inside every word of every row, past the index`,
  fix: operator => `${operator.replace('contains', 'has')}, if the text is a word of its own`,
})
