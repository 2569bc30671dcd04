/** The key of a stored file; no KQL name can be equal to it. */
export const externalTable = (url: string): string => `file ${url}`
