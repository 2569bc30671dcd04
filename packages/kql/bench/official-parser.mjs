/** The official parser as its package has it, with none of our shortcuts. */
import { createRequire } from 'node:module'
import { loadCatalogue } from '@tripline/schemas'

const require = createRequire(import.meta.url)
for (const file of ['bridge.min.js', 'Kusto.Language.Bridge.min.js']) require(`@kusto/language-service-next/${file}`)

export const { Language } = globalThis.Kusto
const { Symbols } = Language

/** A state with the tables of the catalogue. */
export function catalogueState() {
  const catalogue = loadCatalogue()
  const tables = catalogue.names.map(name => tableSymbol(name, catalogue.get(name).columns))
  return Language.GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.ctor('workspace', tables))
}

const tableSymbol = (name, columns) => new Symbols.TableSymbol.$ctor4(name, columns.map(columnSymbol))

const columnSymbol = ({ name, type }) =>
  new Symbols.ColumnSymbol(name, Symbols.ScalarTypes.GetSymbol(type), null, null, null, null)
