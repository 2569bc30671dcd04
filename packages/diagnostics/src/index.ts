export * from './diagnostic.ts'
export * from './in-order.ts'
export { jsonDocument, jsonText } from './json-text.ts'
export * from './json-value.ts'
export * from './nearest.ts'
export { isNeutral, neutralize, neutralizeCommands } from './neutralize.ts'
export { colourful, type Palette, plain } from './palette.ts'
export { preformatted } from './preformatted.ts'
export {
  counted,
  csvCell,
  indented,
  joined,
  oneLine,
  type Printable,
  printable,
  printableDocument,
  printableLines,
  text,
} from './printable.ts'
export * from './render-github.ts'
export * from './render-human.ts'
export { type DiagnosticRow, diagnosticRow, renderJson } from './render-json.ts'
export * from './render-sarif.ts'
export * from './source.ts'
export { withPaths } from './with-paths.ts'
