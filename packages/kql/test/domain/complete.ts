/** Families of which every edge is settled or refused; the list only grows. */
export const complete: readonly string[] = ['conversion', 'string']
