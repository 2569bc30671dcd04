import type { FilePath } from '@tripline/files'
import { digest } from '@tripline/kql/analysis'
import type { ReplayEnvironment } from '@tripline/replay'
import { type NamesRead, namesRead, wordsOf } from './names-read.ts'

/** Something of the project that queries refer to by name. */
interface Item {
  /** It is mentioned where all of these are. */
  readonly words: readonly string[]
  /** A digest. */
  readonly content: string
  /** What it refers to itself. */
  readonly reads?: NamesRead
}

/** A digest of what a text can see of the project: the same as long as nothing changes that the text or functions in it mention. */
export type WorldDigest = (reads: NamesRead) => string

/** `contentOf`: the digest of a file's content, undefined if it cannot be read. */
export function worldDigest(
  environment: Pick<ReplayEnvironment, 'catalogue' | 'functions' | 'watchlists' | 'externalData'>,
  contentOf: (file: FilePath) => string | undefined,
): WorldDigest {
  const { catalogue, functions, watchlists, externalData } = environment
  const items: readonly Item[] = [
    ...catalogue.own.map(table => ({ words: wordsOf(table.name), content: digest(['table', table]) })),
    ...functions.map(({ name, parameters, body }) => ({
      words: wordsOf(name),
      content: digest(['function', name, parameters, body]),
      reads: namesRead([parameters, body]),
    })),
    ...watchlists.map(({ alias, file, searchKey }) => ({
      words: wordsOf(alias.value),
      content: digest(['watchlist', alias.value, searchKey.value, file.value.path, contentOf(file.value) ?? '']),
    })),
    ...externalData.map(({ url, file }) => ({
      // A URL may be put together, so each is read by whatever has a URL.
      words: ['externaldata'],
      content: digest(['url', url.value, file.value.path, contentOf(file.value) ?? '']),
    })),
  ]
  return reads => digest(mentioned(reads, items).map(({ content }) => content))
}

/** The items that a text mentions, and those that the mentioned functions mention, in the order of the project. */
function mentioned(reads: NamesRead, items: readonly Item[]): readonly Item[] {
  if (items.length === 0) return []
  const found = new Set<Item>()
  const visit = ({ words, anything }: NamesRead): void => {
    for (const item of items) {
      if (found.has(item) || !(anything || item.words.every(word => words.has(word)))) continue
      found.add(item)
      if (item.reads) visit(item.reads)
    }
  }
  visit(reads)
  return items.filter(item => found.has(item))
}
