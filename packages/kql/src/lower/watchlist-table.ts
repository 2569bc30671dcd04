/** The key of a stored watchlist; no KQL name can be equal to it. */
export const watchlistTable = (alias: string): string => `watchlist ${alias}`
