import { defineDiagnostics } from '@tripline/diagnostics'

/** What keeps a document from becoming a resource, or a part of it from going along. */
export const compileReport = defineDiagnostics({
  'search-without-id': {
    severity: 'error',
    message: () => 'a workspace keeps a hunting query under its id, and this one has none',
    fix: () => 'give it an id: a new GUID, which then never changes',
  },
  'search-drops': {
    severity: 'info',
    message: (key: string) => `${key} stays in the file: a saved search has no place for it`,
  },
})
