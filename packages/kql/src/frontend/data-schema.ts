/// <reference types="@kusto/language-service-next" />
import type { Column } from '@tripline/schemas'
import { columnSymbol, parameter, tableOf } from './globals.ts'
import { Language, Symbols, toArray } from './parser.ts'
import { is, type KustoSymbol, nodeName, type Nodes, type SyntaxNode, textOf } from './syntax.ts'

/** The columns of a plugin whose output the data decides (semantics 18.1, 18.2). */
export interface DataSchema {
  readonly columns: readonly DataColumn[]
  /** No row reached the plugin, so that names which data would have made stay unknown. */
  readonly open: boolean
}

/** One of them: a column of the plugin's input, or made for a value of the data. */
export interface DataColumn extends Column {
  readonly from: { readonly input: string } | { readonly data: string }
}

/** What is known of such plugins, by the place of their call. */
export type DataSchemas = ReadonlyMap<string, DataSchema>

/** A call's place: an offset into the query, or into the text of the function that is expanded. */
export function placeOf(call: SyntaxNode): string {
  const root = call.Root!
  return `${call.TextStart} ${nodeName(root) === 'QueryBlock' ? '' : textOf(root)}`
}

interface Context {
  readonly Location: SyntaxNode
}
type ReturnType = (context: Context) => KustoSymbol

/**
 * The binder's plugins with the columns that data has decided so far; a call without any keeps its open result. The
 * binder knows two of bag_unpack's four parameters.
 */
export function pluginSymbols(schemas: DataSchemas): Kusto.Language.Symbols.FunctionSymbol[] {
  const { BagUnpack, Pivot } = Language.PlugIns
  const further = [
    parameter('columnsConflict', Symbols.ParameterTypeKind.StringOrDynamic),
    parameter('ignoredProperties', Symbols.ParameterTypeKind.Scalar),
  ]
  const own = [decided(BagUnpack!, further, schemas), decided(Pivot!, [], schemas)]
  const names = new Set(own.map(symbol => symbol.Name))
  const others = toArray<Kusto.Language.Symbols.FunctionSymbol>(Language.GlobalState.Default!.PlugIns)
  return [...others.filter(symbol => !names.has(symbol.Name)), ...own]
}
