import type { Column } from '@tripline/schemas'
import type { BoundQuery } from '../frontend/bind.ts'
import { columnsOf, descendants, type Expr, elementsOf, is, type Nodes, textOf } from '../frontend/syntax.ts'
import type { QueryWorld } from '../world/query-world.ts'

/** A file that `externaldata` reads. */
export interface MissingFile {
  readonly url: string
  readonly columns: readonly Column[]
  /** Whether its first record is a header. */
  readonly hasHeader: boolean
}

/** The files of URLs that a query names and that nobody has recorded. */
export function missingFiles({ root }: BoundQuery, { externalData = [] }: QueryWorld): readonly MissingFile[] {
  const recorded = new Set(externalData.map(({ url }) => url))
  return [...descendants(root)].flatMap(node =>
    is(node, 'ExternalDataExpression') ? filesOf(node).filter(({ url }) => !recorded.has(url)) : [],
  )
}

function filesOf(node: Nodes['ExternalDataExpression']): readonly MissingFile[] {
  const columns = columnsOf(node.ResultType).filter((column): column is Column => column.type !== undefined)
  const hasHeader = elementsOf<Nodes['NamedParameter']>(node.WithClause?.Properties).some(
    property =>
      property.Name!.SimpleName!.toLowerCase() === 'ignorefirstrecord' &&
      /^["']?(true|1)["']?$/i.test(textOf(property.Expression!)),
  )
  return elementsOf<Expr>(node.URIs).flatMap(uri => {
    const url = uri.ConstantValue as unknown
    return typeof url === 'string' ? [{ url, columns, hasHeader }] : []
  })
}
