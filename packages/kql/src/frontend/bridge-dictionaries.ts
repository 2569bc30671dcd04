import type { Replacement, Type } from './bridge-classes.ts'

/** A free entry has a negative hash code; `next` is then the next free one. */
interface Entry {
  hashCode: number
  next: number
  key: unknown
  value: unknown
}

/** The members of `Dictionary<TKey, TValue>`. Its enumerators and collections read the entries, in order. */
interface Dictionary {
  entries: Entry[] | null
  count: number
  version: number
  freeList: number
  freeCount: number
  readonly comparer: Comparer
  /** Whether keys are text or numbers, which the comparer compares as JavaScript does. */
  readonly isSimpleKey: boolean
  /** The entries of simple keys. */
  simpleBuckets: Map<unknown, number> | null
  /** The first entry for the last bits of a hash code. */
  buckets: number[] | null
}

type Comparer = Record<string, (...keys: unknown[]) => unknown>

/** What dictionaries need of the runtime. */
export interface DictionaryRuntime {
  readonly Bridge: {
    getTypeAlias(type: Type): string
    getDefaultValue(type: Type): unknown
    geti(comparer: Comparer, ...names: readonly string[]): string
  }
  readonly System: {
    readonly ThrowHelper: {
      ThrowArgumentNullException(name: unknown): never
      ThrowArgumentException(text: unknown): never
    }
    readonly ExceptionArgument: { readonly key: unknown }
    readonly ExceptionResource: { readonly Argument_AddingDuplicate: unknown }
  }
}

/**
 * `Dictionary<TKey, TValue>` with the same entries in the same order. The runtime's own creates entries before there are keys
 * for them, keeps simple keys in an object, where the names of its methods are taken, and composes the names of the comparer's
 * methods for every key that it compares.
 */
export const fasterDictionary =
  ({ Bridge, System }: DictionaryRuntime): Replacement =>
  (keyType, valueType) => {
    const methodOf = (member: string) => {
      const generic = 'System$Collections$Generic$IEqualityComparer$1$'
      const names = [`${generic}${Bridge.getTypeAlias(keyType!)}$${member}`, `${generic}${member}`]
      return (comparer: Comparer) => (comparer[names[0]!] === undefined ? Bridge.geti(comparer, ...names) : names[0]!)
    }
    const hashMethod = methodOf('getHashCode2')
    const equalsMethod = methodOf('equals2')

    /** The index of a key's entry, or a negative number. */
    const find = (dictionary: Dictionary, key: unknown): number => {
      if (key === null || key === undefined) System.ThrowHelper.ThrowArgumentNullException(System.ExceptionArgument.key)
      if (dictionary.isSimpleKey) return dictionary.simpleBuckets?.get(key) ?? -1
      return dictionary.buckets ? findHashed(dictionary, key, hash(dictionary, key)) : -1
    }

    const hash = ({ comparer }: Dictionary, key: unknown): number =>
      (comparer[hashMethod(comparer)]!(key) as number) & 0x7fffffff

    const findHashed = ({ comparer, entries, buckets }: Dictionary, key: unknown, hashCode: number): number => {
      const equals = equalsMethod(comparer)
      for (let at = buckets![hashCode & (buckets!.length - 1)]!; at >= 0; at = entries![at]!.next) {
        const entry = entries![at]!
        if (entry.hashCode === hashCode && comparer[equals]!(entry.key, key)) return at
      }
      return -1
    }

    const add = (dictionary: Dictionary, key: unknown, value: unknown): void => {
      if (dictionary.isSimpleKey) {
        dictionary.simpleBuckets ??= new Map()
        dictionary.simpleBuckets.set(key, store(dictionary, { hashCode: 1, next: -1, key, value }))
      } else {
        const entry = { hashCode: hash(dictionary, key), next: -1, key, value }
        link(dictionary, entry, store(dictionary, entry))
      }
    }

    const removeAt = (dictionary: Dictionary, at: number): void => {
      const entry = dictionary.entries![at]!
      if (dictionary.isSimpleKey) dictionary.simpleBuckets!.delete(entry.key)
      else unlink(dictionary, entry, at)
      const [key, value] = [Bridge.getDefaultValue(keyType!), Bridge.getDefaultValue(valueType!)]
      dictionary.entries![at] = { hashCode: -1, next: dictionary.freeList, key, value }
      dictionary.freeList = at
      dictionary.freeCount++
    }

    return {
      methods: {
        Initialize() {},
        FindEntry(this: Dictionary, key: unknown) {
          return find(this, key)
        },
        tryGetValue(this: Dictionary, key: unknown, found: { v: unknown }) {
          const at = find(this, key)
          found.v = at < 0 ? Bridge.getDefaultValue(valueType!) : this.entries![at]!.value
          return at >= 0
        },
        Insert(this: Dictionary, key: unknown, value: unknown, isNew: boolean) {
          const at = find(this, key)
          if (at < 0) add(this, key, value)
          else if (isNew) System.ThrowHelper.ThrowArgumentException(System.ExceptionResource.Argument_AddingDuplicate)
          else this.entries![at]!.value = value
          this.version = (this.version + 1) | 0
        },
        remove(this: Dictionary, key: unknown) {
          const at = find(this, key)
          if (at < 0) return false
          removeAt(this, at)
          this.version = (this.version + 1) | 0
          return true
        },
        clear,
      },
    }
  }

/** Stores a new entry where one was freed last, or after the others; answers its index. */
function store(dictionary: Dictionary, entry: Entry): number {
  dictionary.entries ??= []
  if (dictionary.freeCount === 0) {
    dictionary.entries.push(entry)
    return dictionary.count++
  }
  const at = dictionary.freeList
  dictionary.freeList = dictionary.entries[at]!.next
  dictionary.freeCount--
  dictionary.entries[at] = entry
  return at
}

/** A power of two. */
const fewestBuckets = 4

function link(dictionary: Dictionary, entry: Entry, at: number): void {
  const { entries, count } = dictionary
  dictionary.buckets ??= new Array<number>(fewestBuckets).fill(-1)
  if (count <= dictionary.buckets.length) linkIn(dictionary.buckets, entry, at)
  else {
    dictionary.buckets = new Array<number>(2 * dictionary.buckets.length).fill(-1)
    // None is free, or the new one would have been stored there.
    for (const [index, one] of entries!.entries()) linkIn(dictionary.buckets, one, index)
  }
}

function linkIn(buckets: number[], entry: Entry, at: number): void {
  const bucket = entry.hashCode & (buckets.length - 1)
  entry.next = buckets[bucket]!
  buckets[bucket] = at
}

function unlink({ entries, buckets }: Dictionary, { hashCode, next }: Entry, at: number): void {
  const bucket = hashCode & (buckets!.length - 1)
  if (buckets![bucket] === at) {
    buckets![bucket] = next
    return
  }
  let before = entries![buckets![bucket]!]!
  while (before.next !== at) before = entries![before.next]!
  before.next = next
}

function clear(this: Dictionary): void {
  if (this.count === 0) return
  this.entries = []
  this.simpleBuckets?.clear()
  this.buckets?.fill(-1)
  this.freeList = -1
  this.count = 0
  this.freeCount = 0
  this.version = (this.version + 1) | 0
}
