/// <reference types="@kusto/language-service-next" />
import { lookUp } from '@tripline/diagnostics'
/** Typed views of the official syntax tree: the parts that lowering may use. */
import type { Column, ColumnType } from '@tripline/schemas'
import type { TextSpan } from '../world/query-diagnostic.ts'
import { Language, Symbols, toArray } from './parser.ts'

export type SyntaxNode = Kusto.Language.Syntax.SyntaxNode
export type SyntaxElement = Kusto.Language.Syntax.SyntaxElement
export type Expr = Kusto.Language.Syntax.Expression
export type SyntaxToken = Kusto.Language.Syntax.SyntaxToken
export type KustoSymbol = Kusto.Language.Symbols.Symbol
export type TableType = Kusto.Language.Symbols.TableSymbol

/** Node classes by the parser's names, for lookup in tables (`FilterOperator`, `PathExpression` …). */
export interface Nodes {
  AsOperator: Kusto.Language.Syntax.AsOperator
  BetweenExpression: Kusto.Language.Syntax.BetweenExpression
  BinaryExpression: Kusto.Language.Syntax.BinaryExpression
  CompoundStringLiteralExpression: Kusto.Language.Syntax.CompoundStringLiteralExpression
  ConsumeOperator: Kusto.Language.Syntax.ConsumeOperator
  CountOperator: Kusto.Language.Syntax.CountOperator
  DataTableExpression: Kusto.Language.Syntax.DataTableExpression
  DistinctOperator: Kusto.Language.Syntax.DistinctOperator
  DynamicExpression: Kusto.Language.Syntax.DynamicExpression
  ElementExpression: Kusto.Language.Syntax.ElementExpression
  EvaluateOperator: Kusto.Language.Syntax.EvaluateOperator
  ExtendOperator: Kusto.Language.Syntax.ExtendOperator
  ExternalDataExpression: Kusto.Language.Syntax.ExternalDataExpression
  FacetOperator: Kusto.Language.Syntax.FacetOperator
  FilterOperator: Kusto.Language.Syntax.FilterOperator
  FindOperator: Kusto.Language.Syntax.FindOperator
  ForkOperator: Kusto.Language.Syntax.ForkOperator
  FunctionBody: Kusto.Language.Syntax.FunctionBody
  FunctionDeclaration: Kusto.Language.Syntax.FunctionDeclaration
  FunctionCallExpression: Kusto.Language.Syntax.FunctionCallExpression
  FunctionParameter: Kusto.Language.Syntax.FunctionParameter
  GetSchemaOperator: Kusto.Language.Syntax.GetSchemaOperator
  GraphMatchOperator: Kusto.Language.Syntax.GraphMatchOperator
  GraphMatchPattern: Kusto.Language.Syntax.GraphMatchPattern
  GraphMatchPatternEdge: Kusto.Language.Syntax.GraphMatchPatternEdge
  GraphMatchPatternNode: Kusto.Language.Syntax.GraphMatchPatternNode
  HasAllExpression: Kusto.Language.Syntax.HasAllExpression
  HasAnyExpression: Kusto.Language.Syntax.HasAnyExpression
  InExpression: Kusto.Language.Syntax.InExpression
  InvokeOperator: Kusto.Language.Syntax.InvokeOperator
  JoinOperator: Kusto.Language.Syntax.JoinOperator
  LiteralExpression: Kusto.Language.Syntax.LiteralExpression
  LookupOperator: Kusto.Language.Syntax.LookupOperator
  MakeGraphOperator: Kusto.Language.Syntax.MakeGraphOperator
  MakeGraphTableAndKeyClause: Kusto.Language.Syntax.MakeGraphTableAndKeyClause
  MakeGraphWithImplicitIdClause: Kusto.Language.Syntax.MakeGraphWithImplicitIdClause
  MakeGraphWithTablesAndKeysClause: Kusto.Language.Syntax.MakeGraphWithTablesAndKeysClause
  MakeSeriesFromToStepClause: Kusto.Language.Syntax.MakeSeriesFromToStepClause
  MakeSeriesInRangeClause: Kusto.Language.Syntax.MakeSeriesInRangeClause
  MakeSeriesOperator: Kusto.Language.Syntax.MakeSeriesOperator
  MaterializeExpression: Kusto.Language.Syntax.MaterializeExpression
  MvApplyOperator: Kusto.Language.Syntax.MvApplyOperator
  MvExpandOperator: Kusto.Language.Syntax.MvExpandOperator
  NameAndTypeDeclaration: Kusto.Language.Syntax.NameAndTypeDeclaration
  NameDeclaration: Kusto.Language.Syntax.NameDeclaration
  NamedParameter: Kusto.Language.Syntax.NamedParameter
  NameReference: Kusto.Language.Syntax.NameReference
  PackExpression: Kusto.Language.Syntax.PackExpression
  ParenthesizedExpression: Kusto.Language.Syntax.ParenthesizedExpression
  ParseKvOperator: Kusto.Language.Syntax.ParseKvOperator
  ParseOperator: Kusto.Language.Syntax.ParseOperator
  ParseWhereOperator: Kusto.Language.Syntax.ParseWhereOperator
  PartitionOperator: Kusto.Language.Syntax.PartitionOperator
  PartitionQuery: Kusto.Language.Syntax.PartitionQuery
  PartitionSubquery: Kusto.Language.Syntax.PartitionSubquery
  PatternMatch: Kusto.Language.Syntax.PatternMatch
  PatternStatement: Kusto.Language.Syntax.PatternStatement
  PathExpression: Kusto.Language.Syntax.PathExpression
  PipeExpression: Kusto.Language.Syntax.PipeExpression
  PrefixUnaryExpression: Kusto.Language.Syntax.PrefixUnaryExpression
  PrintOperator: Kusto.Language.Syntax.PrintOperator
  ProjectAwayOperator: Kusto.Language.Syntax.ProjectAwayOperator
  ProjectByNamesOperator: Kusto.Language.Syntax.ProjectByNamesOperator
  ProjectClause: Kusto.Language.Syntax.ProjectClause
  ProjectKeepOperator: Kusto.Language.Syntax.ProjectKeepOperator
  ProjectOperator: Kusto.Language.Syntax.ProjectOperator
  ProjectRenameOperator: Kusto.Language.Syntax.ProjectRenameOperator
  ProjectReorderOperator: Kusto.Language.Syntax.ProjectReorderOperator
  QueryParametersStatement: Kusto.Language.Syntax.QueryParametersStatement
  RangeOperator: Kusto.Language.Syntax.RangeOperator
  ReduceByOperator: Kusto.Language.Syntax.ReduceByOperator
  RenderOperator: Kusto.Language.Syntax.RenderOperator
  SampleDistinctOperator: Kusto.Language.Syntax.SampleDistinctOperator
  SampleOperator: Kusto.Language.Syntax.SampleOperator
  ScanAssignment: Kusto.Language.Syntax.ScanAssignment
  ScanOperator: Kusto.Language.Syntax.ScanOperator
  ScanStep: Kusto.Language.Syntax.ScanStep
  SearchOperator: Kusto.Language.Syntax.SearchOperator
  SimpleNamedExpression: Kusto.Language.Syntax.SimpleNamedExpression
  CompoundNamedExpression: Kusto.Language.Syntax.CompoundNamedExpression
  OrderedExpression: Kusto.Language.Syntax.OrderedExpression
  LetStatement: Kusto.Language.Syntax.LetStatement
  ExpressionStatement: Kusto.Language.Syntax.ExpressionStatement
  SetOptionStatement: Kusto.Language.Syntax.SetOptionStatement
  SerializeOperator: Kusto.Language.Syntax.SerializeOperator
  SortOperator: Kusto.Language.Syntax.SortOperator
  StarExpression: Kusto.Language.Syntax.StarExpression
  SummarizeOperator: Kusto.Language.Syntax.SummarizeOperator
  TakeOperator: Kusto.Language.Syntax.TakeOperator
  TopHittersOperator: Kusto.Language.Syntax.TopHittersOperator
  TopNestedClause: Kusto.Language.Syntax.TopNestedClause
  TopNestedOperator: Kusto.Language.Syntax.TopNestedOperator
  TopOperator: Kusto.Language.Syntax.TopOperator
  TypedColumnReference: Kusto.Language.Syntax.TypedColumnReference
  ToScalarExpression: Kusto.Language.Syntax.ToScalarExpression
  ToTableExpression: Kusto.Language.Syntax.ToTableExpression
  UnionOperator: Kusto.Language.Syntax.UnionOperator
}

export type NodeName = keyof Nodes

const shortNames = new Map<string, string>()

/** The parser's class name of a node. */
export function nodeName(node: SyntaxElement): string {
  const { $$name } = node.constructor as unknown as { readonly $$name: string }
  const known = shortNames.get($$name)
  if (known !== undefined) return known
  const name = $$name.replace('Kusto.Language.Syntax.', '')
  shortNames.set($$name, name)
  return name
}

export const is = <Name extends NodeName>(node: SyntaxElement | null | undefined, name: Name): node is Nodes[Name] =>
  !!node && nodeName(node) === name

export const spanOf = (node: SyntaxElement): TextSpan => ({ start: node.TextStart, end: node.End })

/**
 * Source text of a node without the white space and comments before it. It is read from the tokens, because the parser's own
 * `toString` visits all siblings, which is too slow for lists of thousands.
 */
export const textOf = (node: SyntaxElement): string =>
  tokensOf(node)
    .map(({ Trivia, Text }, index) => (index === 0 ? Text : `${Trivia}${Text}`))
    .join('')
    .trim()

const tokensOf = (node: SyntaxElement): SyntaxToken[] =>
  [...descendants(node)].filter((element): element is SyntaxToken => element.IsToken)

interface Separated<T> {
  readonly Element$1?: T
  readonly Element?: T
}

/** Elements of a comma-separated syntax list. */
export const elementsOf = <T = Expr>(list: unknown): T[] =>
  toArray<Separated<T>>(list).map(element => (element.Element$1 ?? element.Element) as T)

/** Nodes of a syntax list without separators. */
export const nodesOf = (list: unknown): SyntaxNode[] => toArray<SyntaxNode>(list)

/** `kind=inner`-like parameters of an operator by name. */
export function parametersOf(node: { Parameters?: unknown }): ReadonlyMap<string, Expr> {
  const parameters = toArray<Kusto.Language.Syntax.NamedParameter>(node.Parameters)
  return new Map(parameters.map(parameter => [parameter.Name!.SimpleName!, parameter.Expression!]))
}

/** The expression inside parentheses, names and ordering. */
export function bare(expression: Expr): Expr {
  let node = expression
  while (is(node, 'ParenthesizedExpression')) node = node.Expression!
  return node
}

const scalarNames: Readonly<Record<string, ColumnType>> = {
  bool: 'bool',
  int: 'int',
  long: 'long',
  real: 'real',
  decimal: 'decimal',
  string: 'string',
  datetime: 'datetime',
  timespan: 'timespan',
  guid: 'guid',
  dynamic: 'dynamic',
}

/** The scalar type of a symbol; undefined for tables, tuples and whatever the binder could not type. */
export function scalarType(type: KustoSymbol | null | undefined): ColumnType | undefined {
  if (!type) return undefined
  if (type instanceof Symbols.DynamicSymbol) return 'dynamic'
  return lookUp(scalarNames, type.Name ?? '')
}

export const isTable = (type: KustoSymbol | null | undefined): type is TableType => type instanceof Symbols.TableSymbol

export const isGraph = (type: KustoSymbol | null | undefined): boolean => type instanceof Symbols.GraphSymbol

export const isColumn = (symbol: KustoSymbol | null | undefined): boolean => symbol instanceof Symbols.ColumnSymbol

/** Columns of a table type, or of the tuple that a multi-column function returns. */
export const columnsOf = (type: KustoSymbol | null | undefined): (Column | { name: string; type: undefined })[] =>
  columnSymbols(type).map(column => ({ name: column.Name!, type: scalarType(column.Type) })) as Column[]

/** The names of these columns, which is all that most callers need of hundreds. */
export const boundNames = (type: KustoSymbol | null | undefined): string[] =>
  columnSymbols(type).map(column => column.Name!)

const columnSymbols = (type: KustoSymbol | null | undefined) =>
  toArray<Kusto.Language.Symbols.ColumnSymbol>((type as { Columns?: unknown } | null | undefined)?.Columns)

export const isTuple = (type: KustoSymbol | null | undefined): boolean => type instanceof Symbols.TupleSymbol

/** The name that the binder gives an unnamed expression in a projection; undefined if it would be numbered. */
export function resultName(expression: Expr): string | undefined {
  return Language.KustoFacts.GetExpressionResultName(expression, '', null) || undefined
}

/** A node and all its descendants. Not recursive, because an invalid text may be nested deeper than the stack. */
export function* descendants(node: SyntaxElement): Generator<SyntaxElement> {
  const waiting = [node]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    yield next
    for (let index = next.ChildCount - 1; index >= 0; index--) {
      const child = next.GetChild(index)
      if (child) waiting.push(child)
    }
  }
}
