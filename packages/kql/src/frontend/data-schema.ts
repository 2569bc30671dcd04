/// <reference types="@kusto/language-service-next" />
import type { Column } from '@tripline/schemas'
import { Language, Symbols, toArray } from './parser.ts'
import { scalarParameter, tableSymbol } from './symbols.ts'
import { nodeName, type SyntaxNode, textOf } from './syntax.ts'

/**
 * One output column of a plugin whose columns depend on data: a column of its input, or one created for a value in the data.
 */
export interface DataColumn extends Column {
  readonly from: 'input' | 'data'
  /** The input column's name, the bag's key, or the pivoted value. */
  readonly source: string
}

/** The output columns of one call of such a plugin (semantics 18.1, 18.2). */
export interface DataSchema {
  readonly columns: readonly DataColumn[]
  /** No row reached the plugin, so the names that data would have produced are unknown. */
  readonly open: boolean
}

/** The known schemas of such plugins, by call site. */
export type DataSchemas = ReadonlyMap<string, DataSchema>

/** Identifies a call: an offset into the query, or into the text of the function that contains it. */
export function callSite(call: SyntaxNode): string {
  const root = call.Root as SyntaxNode
  return `${call.TextStart} ${nodeName(root) === 'QueryBlock' ? '' : textOf(root)}`
}

type FunctionSymbol = Kusto.Language.Symbols.FunctionSymbol
type Context = Kusto.Language.Symbols.CustomReturnTypeContext

/** The binder's plugins. Calls at the given sites return the columns that data has determined; others remain open. */
export function pluginSymbols(schemas: DataSchemas): FunctionSymbol[] {
  const { BagUnpack, Pivot } = Language.PlugIns
  const own = [
    decided(BagUnpack!, bagUnpackParameters(BagUnpack!), schemas),
    decided(Pivot!, parametersOf(Pivot!), schemas),
  ]
  const names = new Set(own.map(symbol => symbol.Name))
  const all = toArray<FunctionSymbol>(Language.GlobalState.Default!.PlugIns)
  return [...all.filter(symbol => !names.has(symbol.Name)), ...own]
}

const signatureOf = (plugin: FunctionSymbol) => toArray<Kusto.Language.Symbols.Signature>(plugin.Signatures)[0]!

const parametersOf = (plugin: FunctionSymbol) =>
  toArray<Kusto.Language.Symbols.Parameter>(signatureOf(plugin).Parameters)

/** The binder knows only the first two of its four parameters. */
const bagUnpackParameters = (plugin: FunctionSymbol) => [
  parametersOf(plugin)[0]!,
  ...['column_prefix', 'columnsConflict', 'ignoredProperties'].map(name => scalarParameter(name, 'optional')),
]

function decided(
  plugin: FunctionSymbol,
  parameters: readonly Kusto.Language.Symbols.Parameter[],
  schemas: DataSchemas,
): FunctionSymbol {
  const open = signatureOf(plugin).CustomReturnType as (context: Context) => Kusto.Language.Symbols.TableSymbol
  const result = (context: Context) => {
    const call = context.Location!.Parent
    const schema = call ? schemas.get(callSite(call)) : undefined
    return schema ? tableSymbol('', schema.columns).WithIsOpen(schema.open) : open(context)
  }
  return new Symbols.FunctionSymbol.ctor(
    plugin.Name!,
    result as never,
    Symbols.Tabularity.Tabular as never,
    parameters as never,
  )
}
