/** Threads are started from what is built; where this runs from its sources there are none. */
export const hasThreads = !import.meta.url.endsWith('.ts')
