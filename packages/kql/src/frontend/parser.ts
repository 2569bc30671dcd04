/// <reference types="@kusto/language-service-next" />
import { createRequire } from 'node:module'
import type { ScriptCode } from '@tripline/files'
import { takeBinderShortcuts } from './binder-shortcuts.ts'
import { speedUpRuntime } from './bridge-runtime.ts'
import { runScript } from './parser-script.ts'
import { takeShortcuts } from './parser-shortcuts.ts'

export let Language: typeof Kusto.Language
export let Symbols: typeof Kusto.Language.Symbols

const [runtime, parser] = ['bridge.min.js', 'Kusto.Language.Bridge.min.js'].map(file => `#language-service/${file}`)

/**
 * Loads the official parser once, before the first query is bound, because that takes a fifth of a second. The package
 * consists of two Bridge.NET scripts that define the globals `Bridge`, `System` and `Kusto`; nothing outside this folder
 * names them. `readCode` returns code that an earlier process compiled them to; it must be known to be genuine.
 */
export function loadParser(readCode: () => ScriptCode | undefined = () => undefined): void {
  if (Language) return
  const { resolve } = createRequire(import.meta.url)
  const code = readCode()
  runScript(resolve(runtime!), code)
  speedUpRuntime()
  runScript(resolve(parser!), code)
  Language = Kusto.Language
  Symbols = Kusto.Language.Symbols
  takeShortcuts()
  takeBinderShortcuts()
  deferGrammar()
}

interface Grammar {
  readonly QueryBlock: unknown
}

/**
 * The parser attaches to each query a grammar that only completion in an editor needs, although another parser has read the
 * query. Building it takes three times as long as everything else the first query needs, so it is built on first use; the other
 * parser uses it when a query exceeds its maximum depth.
 */
function deferGrammar(): void {
  const { Parsing, Syntax } = Kusto.Language
  const { QueryGrammar, Parsers$1, LexicalToken } = Parsing as unknown as ParsingInternals
  const build = QueryGrammar.From.bind(QueryGrammar)
  QueryGrammar.From = globals =>
    new Proxy({} as Grammar, {
      get: (_, name) =>
        name === 'QueryBlock'
          ? Parsers$1(LexicalToken).Forward$1(Syntax.QueryBlock, () => build(globals).QueryBlock)
          : Reflect.get(build(globals), name),
    })
}

/** Parts of `Kusto.Language.Parsing` that its type declarations lack or get wrong. */
interface ParsingInternals {
  readonly QueryGrammar: { From(globals: unknown): Grammar }
  readonly LexicalToken: unknown
  readonly Parsers$1: (token: unknown) => { Forward$1(type: unknown, parser: () => unknown): unknown }
}

/** Discards the parser: interrupted work may have left its static tables incomplete. The next query loads a new one. */
export function dropParser(): void {
  for (const name of ['Bridge', 'System', 'Kusto']) Reflect.deleteProperty(globalThis, name)
  Language = undefined as never
  Symbols = undefined as never
}

interface IndexedList<T> {
  readonly Count: number
  getItem(index: number): T | null
}

/** A Bridge list (array or `IReadOnlyList`) as a JavaScript array. */
export function toArray<T>(list: unknown): T[] {
  if (!list) return []
  if (Array.isArray(list)) return list as T[]
  const indexed = list as IndexedList<T>
  const items: T[] = []
  for (let index = 0; index < indexed.Count; index++) items.push(indexed.getItem(index) as T)
  return items
}
