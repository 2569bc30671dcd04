import type { Type } from './bridge-classes.ts'
import type { List } from './bridge-lists.ts'

/** A sequence of LINQ. */
interface Sequence {
  GetEnumerator(): unknown
  ToArray(type?: unknown): unknown
  all(predicate: (element: unknown) => unknown): boolean
}

interface ListSequence extends Sequence {
  readonly list: readonly unknown[] | List
  readonly type: Type | undefined
}

/** The parts of the runtime that sequences need. */
export interface LinqRuntime {
  readonly Array: { init<Value>(values: Value[], type: unknown): Value[] }
  readonly Object: unknown
  readonly Linq: {
    readonly Enumerable: { from(value: unknown, type?: Type): Sequence; readonly prototype: Sequence }
  }
}

/**
 * LINQ makes several functions, objects and an enumerator for every sequence. Where a method needs all elements of an array or a
 * list, it reads them directly.
 */
export function speedUpLinq({ Array: arrays, Object: root, Linq: { Enumerable } }: LinqRuntime, List$1: unknown): void {
  const { from } = Enumerable
  const isList = (value: object): value is List =>
    (value.constructor as { readonly $genericTypeDefinition?: unknown }).$genericTypeDefinition === List$1

  const OfList = function (this: { list: unknown; type: unknown }, list: unknown, type: unknown) {
    this.list = list
    this.type = type
  } as unknown as new (
    list: unknown,
    type: unknown,
  ) => ListSequence
  OfList.prototype = Object.assign(Object.create(Enumerable.prototype), {
    GetEnumerator(this: ListSequence) {
      return from(this.list, this.type).GetEnumerator()
    },
    ToArray(this: ListSequence, type: unknown) {
      return arrays.init(elementsOf(this.list), type || root)
    },
    all(this: ListSequence, predicate: (element: unknown) => unknown) {
      return elementsOf(this.list).every(predicate)
    },
  })

  Enumerable.from = (value, type) =>
    typeof value === 'object' && value !== null && (Array.isArray(value) || isList(value))
      ? new OfList(value, type)
      : from(value, type)
}

const elementsOf = (list: readonly unknown[] | List): unknown[] =>
  Array.isArray(list) ? list.slice() : (list as List)._items.slice(0, (list as List)._size)
