import type { Member, Replacement, Scheme } from './bridge-classes.ts'

/** A list's elements are the first of an array. */
export interface List {
  _items: unknown[]
  _size: number
  _version: number
  $initialize(): void
}

interface ListEnumerator {
  readonly list: List
  readonly version: number
  index: number
  current: unknown
  MoveNextRare(): boolean
}

/** What lists need of the runtime. */
export interface ListRuntime {
  readonly Array: { init<Value>(values: Value[], type: unknown): Value[] }
  readonly Collections: {
    readonly Generic: {
      readonly List$1: {
        readonly Enumerator: (type: unknown) => { readonly $ctor1: new (list: List) => unknown }
      }
    }
  }
}

/**
 * `List<T>` whose array has an element for each of the list. The runtime's own has room for more, which it fills with default
 * values, one call for each; nothing reads them. Its other methods work with an array of any length.
 */
export const fasterList =
  ({ Array: arrays, Collections: { Generic } }: ListRuntime): Replacement =>
  type => {
    let enumerators: { readonly $ctor1: new (list: List) => unknown } | undefined
    /** A structure that nothing else has seen need not be copied. */
    const enumerator: Member = function (this: List) {
      enumerators ??= Generic.List$1.Enumerator(type)
      return new enumerators.$ctor1(this)
    }
    return {
      ctors: {
        // A class is its constructor.
        ctor: function (this: List) {
          this.$initialize()
          this._items = []
        },
      },
      methods: {
        add,
        clear,
        GetEnumerator: enumerator,
        System$Collections$Generic$IEnumerable$1$GetEnumerator: enumerator,
        System$Collections$IEnumerable$GetEnumerator: enumerator,
        ToArray(this: List) {
          return arrays.init(this._items.slice(0, this._size), type)
        },
      },
    }
  }

function add(this: List, item: unknown): void {
  const { _items: items, _size: size } = this
  if (size < items.length) items[size] = item
  // The array of an empty list may be shared.
  else if (size === 0) this._items = [item]
  else items.push(item)
  this._size = size + 1
  this._version = (this._version + 1) | 0
}

/** What was in the list is released, as the garbage collector would otherwise keep it. */
function clear(this: List): void {
  if (this._size > 0) {
    this._items.fill(null, 0, this._size)
    this._size = 0
  }
  this._version = (this._version + 1) | 0
}

export const fasterListEnumerator: Replacement = (): Scheme => ({
  methods: {
    moveNext(this: ListEnumerator) {
      const { list, index } = this
      if (this.version !== list._version || index < 0 || index >= list._size) return this.MoveNextRare()
      this.current = list._items[index]
      this.index = index + 1
      return true
    },
  },
})
