/** Families of which every edge is settled or refused; the list only grows. */
export const complete: readonly string[] = [
  'arithmetic',
  'conversion',
  'datetime',
  'list-operators',
  'logic',
  'math',
  'string',
  'string-operators',
]
