export { importDocument } from './import-document.ts'
export type { Imported, ImportedDocument } from './imported.ts'
export { type ImportedFile, importFolders, nameFiles } from './name-files.ts'
