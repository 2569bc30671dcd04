/** Families of which every edge is settled or refused; the list only grows. */
export const complete: readonly string[] = [
  'aggregate',
  'arithmetic',
  'comparison',
  'conversion',
  'datetime',
  'dynamic',
  'list-operators',
  'logic',
  'math',
  'network',
  'regex',
  'string',
  'string-operators',
  'unit',
  'window',
]
