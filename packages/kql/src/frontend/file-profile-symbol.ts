/// <reference types="@kusto/language-service-next" />
import { fileProfile, profiledFiles } from '../world/file-profile.ts'
import { Symbols, toArray } from './parser.ts'
import { scalarParameter, tableParameter, tableSymbol } from './symbols.ts'
import { isTable, type KustoSymbol } from './syntax.ts'

type ColumnSymbol = Kusto.Language.Symbols.ColumnSymbol
interface Call {
  readonly ArgumentTypes: { readonly Count: number; getItem(index: number): KustoSymbol }
}

/** `FileProfile`: the columns of the rows before it, then those of the profile that they lack. */
export function fileProfileSymbol() {
  const result = ({ ArgumentTypes: types }: Call) => {
    const input = types.Count > 0 ? types.getItem(0) : undefined
    const own = input && isTable(input) ? toArray<ColumnSymbol>(input.Columns) : []
    const names = new Set(own.map(column => column.Name))
    const added = profiledFiles.columns.filter(({ name }) => !names.has(name))
    const all = [...own, ...toArray<ColumnSymbol>(tableSymbol('', added).Columns)]
    return tableSymbol('', []).WithColumns(all as never)
  }
  return new Symbols.FunctionSymbol.ctor(
    fileProfile,
    result as never,
    Symbols.Tabularity.Tabular as never,
    [tableParameter('T'), scalarParameter('x', 'optional'), scalarParameter('y', 'optional')] as never,
  )
}
