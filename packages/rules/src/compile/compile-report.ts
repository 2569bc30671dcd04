import { defineDiagnostics } from '@tripline/diagnostics'

/** Why a document cannot be compiled, or a part of it is dropped. */
export const compileReport = defineDiagnostics({
  'search-without-id': {
    severity: 'error',
    message: () => 'a hunting query needs an id to be deployed',
    fix: () => 'add an id: a new GUID, which must never change',
  },
  'search-drops': {
    severity: 'info',
    message: (key: string) => `${key} is not deployed, because a saved search cannot hold it`,
  },
})
