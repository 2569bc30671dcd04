export { importDocument } from './import-document.ts'
export type { Imported, ImportedDocument } from './imported.ts'
export { type ImportedFile, nameFiles } from './name-files.ts'
