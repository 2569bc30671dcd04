import type { ColumnType } from '@tripline/schemas'
import type { BoundQuery } from '../../src/frontend/bind.ts'
import {
  columnsOf,
  descendants,
  type Expr,
  elementsOf,
  is,
  nodeName,
  nodesOf,
  textOf,
} from '../../src/frontend/syntax.ts'
import { namesOf } from '../../src/lower/expressions/named-expressions.ts'
import type { Cell } from '../../src/world/dataset.ts'
import { type CellName, cellName } from './cells.ts'
import { edgesIn, type Observed } from './observe.ts'
import { operatorName } from './operator-names.ts'
import { type DomainRecord, domainRecords } from './records.ts'
import { isConstant, type TabularParameter, targets, typesIn } from './tabular-parameter.ts'

/** The columns and rows of a query; undefined if it is not answered. */
export type AnswerQuery = (kql: string) => Promise<
  | {
      readonly columns: readonly { readonly type: ColumnType }[]
      readonly rows: readonly (readonly Cell[])[]
    }
  | undefined
>

/** Values of a parameter in a query: its name, that of a conversion included, and a query for the values. */
interface Values {
  readonly name: string
  readonly parameter: TabularParameter
  readonly kql: string
}

/** Reports which cells of tabular operators and plugins a query exercises, by querying for the values of their arguments. */
export async function observeTabular(bound: BoundQuery, answer: AnswerQuery): Promise<readonly Observed[]> {
  const records = domainRecords('lower')
  const found: Observed[] = []
  for (const node of descendants(bound.root)) {
    const plugin = is(node, 'EvaluateOperator') ? node.FunctionCall!.Name!.SimpleName! : undefined
    const name = plugin ?? operatorName(nodeName(node))
    const record = records.get(name)
    if (!record || (plugin !== undefined) !== (record.family === 'plugins')) continue
    const cells = new Set<CellName>()
    for (const values of valuesOf(node as Expr, record, bound)) {
      const answered = await answer(values.kql)
      for (const cell of answered ? exercised(values, answered) : []) cells.add(cell)
    }
    found.push({ name, kind: plugin === undefined ? 'operator' : 'plugin', cells })
  }
  return found
}

function exercised(
  { name, parameter }: Values,
  { columns, rows }: NonNullable<Awaited<ReturnType<AnswerQuery>>>,
): readonly CellName[] {
  const types = typesIn(parameter)
  return columns.flatMap(({ type }, index) => {
    const given = type === 'int' ? 'long' : type
    if (!types.includes(given)) return []
    const edges = rows.flatMap(row => edgesIn(type, row[index] ?? null))
    const known = { name, types, constant: isConstant(parameter) }
    return [`${name} ${known.constant ? 'constant' : 'column'}`, ...edges.map(edge => cellName(known, given, edge))]
  })
}

/** The queries for the values of every parameter of an operator. */
function valuesOf(node: Expr, { parameters }: DomainRecord, { kql, statements }: BoundQuery): readonly Values[] {
  const lets = kql.slice(0, statements.at(-1)?.End ?? 0)
  const before = statements.length > 0 ? `${lets};\n` : ''
  const parent = node.Parent
  const input = is(parent as Expr, 'PipeExpression')
    ? textOf((parent as unknown as { Expression: Expr }).Expression)
    : ''
  return Object.entries(parameters).flatMap(([name, parameter]): readonly Values[] => {
    const query = (rest: string, called = name) => ({ name: called, parameter, kql: `${before}${rest}` })
    if (parameter.seen === 'texts')
      return input ? textValues(node, name).map(at => query(`${input} | ${at.text}`, at.name)) : []
    const found = expressionsAt(node, parameter)
    if (found.length === 0) return []
    const list = found.map((expression, index) => `a${index} = (${textOf(expression)})`).join(', ')
    if (parameter.seen === 'constants') return [query(`print ${list}`)]
    if (parameter.seen === 'cells') return cellValues(node, name, found).map(at => query(at.text, at.name))
    if (parameter.seen !== 'elements') return input ? [query(`${input} | project ${list}`)] : []
    return found.flatMap((expression, index) => {
      const target = /to\s+typeof\s*\(\s*(\w+)/.exec(textOf(expression.Parent!.Parent as Expr))?.[1] ?? 'dynamic'
      const expand = `${input} | project a = (${textOf(expression)}) | mv-expand a`
      return input && index >= 0 ? [query(expand, `${name} ${target}`)] : []
    })
  })
}

/** The expressions at the path of a parameter; an element of a list may be chosen by its index or its name. */
function expressionsAt(node: Expr, { at }: TabularParameter): readonly Expr[] {
  let found: readonly unknown[] = [node]
  for (const step of at?.split('.') ?? []) {
    const [, property, index, name] = /^(\w+)(?:\[(\d+)\]|\((\w+)\))?$/.exec(step)!
    const inside = found.flatMap(value => {
      const child = (value as Readonly<Record<string, unknown>> | null)?.[property!]
      if (!child) return []
      if (typeof (child as { Count?: unknown }).Count !== 'number') return [child]
      const elements = elementsOf<unknown>(child).filter(element => element !== undefined)
      return elements.length > 0 ? elements : nodesOf(child)
    })
    const named = name === undefined ? inside : inside.filter(value => nameOf(value) === name)
    found = index === undefined ? named : named.slice(Number(index), Number(index) + 1)
  }
  return (found as readonly Expr[]).map(
    expression => namesOf(is(expression, 'OrderedExpression') ? expression.Expression! : expression).expression,
  )
}

const nameOf = (value: unknown): string | undefined => (value as { Name?: { SimpleName?: string } }).Name?.SimpleName

/** The operator reading texts only, and the columns that it converts, by their types. */
function textValues(node: Expr, prefix: string): readonly { readonly name: string; readonly text: string }[] {
  const kind = /kind\s*=\s*(relaxed|regex)/.exec(textOf(node))?.[1] ?? 'to'
  if (kind !== prefix) return []
  const types = targets.join('|')
  const typed = new RegExp(`\\b(\\w+)\\s*:\\s*(${types})\\b`, 'g')
  const columns = Array.from(textOf(node).matchAll(typed), ([, column, type]) => ({ column: column!, type: type! }))
  const text = textOf(node).replace(typed, '$1:string')
  return targets.flatMap(target => {
    const own = columns.filter(({ type }) => type === target).map(({ column }) => column)
    return own.length > 0 ? [{ name: `${prefix} ${target}`, text: `${text} | project ${own.join(', ')}` }] : []
  })
}

/** The cells of a datatable, by the types of their columns. */
function cellValues(
  node: Expr,
  prefix: string,
  cells: readonly Expr[],
): readonly { readonly name: string; readonly text: string }[] {
  const columns = columnsOf(node.ResultType)
  return targets.flatMap(target => {
    const own = cells.filter((_, index) => columns[index % columns.length]?.type === target).slice(0, 100)
    const list = own.map((cell, index) => `a${index} = ${textOf(cell)}`).join(', ')
    return own.length > 0 ? [{ name: `${prefix} ${target}`, text: `print ${list}` }] : []
  })
}
