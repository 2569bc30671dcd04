/// <reference types="@kusto/language-service-next" />
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { createContext, Script } from 'node:vm'
import { caseFolders, randomOf } from '@tripline/testkit'
import { expect, test } from 'vitest'
import { Language, loadParser, toArray } from '../src/frontend/parser.ts'

const folders = caseFolders(fileURLToPath(new URL('../cases', import.meta.url)))
const queries = folders.flatMap(({ files }) => files.get('query.kql') ?? []).filter((_, index) => index % 12 === 0)

/** What the binder treats apart from others: commands, texts with errors, functions of a query, and operators with many operands. */
const others = [
  '.create function F(a:long) { range x from 1 to a step 1 | where x > F }',
  'print 1 +',
  'print a = 1 | where b == a and a has 1 | project - a',
  'print x = 1 | join kind=inner hint.pass_filters=x hint.pass_filters_column=x hint.y=x (print x = 1) on x',
  'let f = (a:long) { range x from 1 to a step 1 | where x > b }; f(2) | union f(3) | union withsource=t f(2)',
  'print a = 1 | where a in (1, 2, 3) and a in (1, "2", 3) and a !in (1, 2.0, 3) and a in (1, 2, int(3))',
  'print a = "a" | where a in ("b", "c", "d") and a has_any ("b", "c", "d") and a has_any ("b", "c", 4) and a in ("b", x="c", *)',
]

/** The parser as its package has it, in a world of its own. */
function loadOriginal(): World {
  const context = createContext({ console }) as { global?: unknown } & World
  context.global = context
  for (const name of ['bridge.min.js', 'Kusto.Language.Bridge.min.js']) {
    const path = createRequire(import.meta.url).resolve(`@kusto/language-service-next/${name}`)
    new Script(`(function (module, require) {${readFileSync(path, 'utf8')}\n})`).runInContext(context)({ exports: {} })
  }
  return context
}

interface World {
  readonly Kusto: typeof Kusto
  readonly System: Runtime
  readonly Bridge: { getEnumerator(value: unknown, type: unknown): Enumerator }
}

/** The parts of the runtime that these tests use. */
interface Runtime {
  readonly String: unknown
  readonly Object: unknown
  readonly Int32: unknown
  readonly Collections: {
    readonly Generic: {
      readonly List$1: Generic
      readonly Dictionary$2: Generic
      readonly KeyValuePair$2: (...types: unknown[]) => unknown
    }
  }
}

type Generic = (...types: unknown[]) => { readonly ctor: new () => Collection }
type Collection = Record<string, (...args: unknown[]) => unknown> & { readonly Count: number }

interface Enumerator {
  readonly Current: unknown
  moveNext(): boolean
}

interface Node {
  readonly Kind: unknown
  readonly ResultType: { readonly Display: string } | null
  readonly ReferencedSymbol: { readonly Display: string } | null
  readonly TextStart: number
  readonly Width: number
  readonly ChildCount: number
  GetChild(index: number): Node | null
}

/** Every node of a query with what it is bound to, and the messages. */
function bound(kql: string, { KustoCode, GlobalState }: typeof Kusto.Language): readonly string[] {
  const code = KustoCode.ParseAndAnalyze(kql, GlobalState.Default as never)!
  const lines = toArray<Kusto.Language.Diagnostic>(code.GetDiagnostics()).map(
    ({ Code, Start, Length, Message }) => `${Code} ${Start} ${Length} ${Message}`,
  )
  const visit = (node: Node) => {
    const span = `${node.TextStart} ${node.Width}`
    lines.push(`${node.Kind} ${span} ${node.ResultType?.Display} ${node.ReferencedSymbol?.Display}`)
    for (let index = 0; index < node.ChildCount; index++) {
      const child = node.GetChild(index)
      if (child) visit(child)
    }
  }
  visit(code.Syntax as unknown as Node)
  return lines
}

const original = loadOriginal()

test('a faster runtime binds every node as the original does', () => {
  const texts = [...queries, ...others]
  const expected = texts.map(kql => bound(kql, original.Kusto.Language))
  loadParser()
  expect(texts.map(kql => bound(kql, Language))).toEqual(expected)
  expect(new Set(expected.flat()).size).toBeGreaterThan(100)
})

/** What a call returns or throws. */
function outcome(call: () => unknown): unknown {
  try {
    return call() ?? null
  } catch (error) {
    return String((error as { readonly $$name?: string }).$$name)
  }
}

/** What an enumeration yields; changing the collection meanwhile is an error. */
const elements = (bridge: World['Bridge'], value: Collection, type: unknown, meanwhile = () => {}): unknown =>
  outcome(() => {
    const found: unknown[] = []
    for (const at = bridge.getEnumerator(value, type); at.moveNext(); meanwhile()) {
      const { key, value } = at.Current as { readonly key?: unknown; readonly value?: unknown }
      found.push(key === undefined ? at.Current : [key, value])
    }
    return found
  })

const seeds = Array.from({ length: 20 }, (_, index) => index)

/** The same random calls in each world. */
function dictionaryCalls({ System: { Collections, ...types }, Bridge: bridge }: World, hasTextKeys: boolean): unknown {
  const { Dictionary$2, KeyValuePair$2 } = Collections.Generic
  const pair = [hasTextKeys ? types.String : types.Object, types.Int32]
  const keys = Array.from({ length: 30 }, (_, index) =>
    hasTextKeys ? ['constructor', `k${index}`][index % 2] : { index, $$hashCode: 1 + (index % 7) },
  )
  return seeds.map(seed => {
    const random = randomOf(seed)
    const dictionary = new (Dictionary$2(...pair).ctor)()
    const calls = Array.from({ length: 60 }, (_, index) => {
      const key = random(40) === 0 ? null : keys[random(keys.length)]
      const found: { v?: unknown } = {}
      const method = ['add', 'setItem', 'remove', 'tryGetValue', 'getItem', 'containsKey'][random(6)]!
      if (random(40) === 0) dictionary.clear!()
      const result = outcome(() => dictionary[method]!(key, method === 'tryGetValue' ? found : index))
      const all = random(9) === 0 && elements(bridge, dictionary, KeyValuePair$2(...pair))
      return [method, result, found.v, dictionary.Count, all]
    })
    const changed = elements(bridge, dictionary, KeyValuePair$2(...pair), () => dictionary.setItem!(keys[0], 0))
    return [calls, changed]
  })
}

function listCalls({ System: { Collections, ...types }, Bridge: bridge }: World): unknown {
  return seeds.map(seed => {
    const random = randomOf(seed)
    const list = new (Collections.Generic.List$1(types.Int32).ctor)()
    const calls = Array.from({ length: 60 }, (_, index) => {
      const at = random(list.Count + 2) - 1
      const [method, ...args] = [
        ['add', index],
        ['add', index],
        ['getItem', at],
        ['insert', at, index],
        ['removeAt', at],
        ['AddRange', [index, index]],
        ['indexOf', at],
        ['ToArray'],
      ][random(8)]!
      if (random(30) === 0) list.clear!()
      if (random(30) === 0) list.TrimExcess!()
      const result = outcome(() => list[String(method)]!(...args))
      return [method, result, list.Count, elements(bridge, list, types.Int32)]
    })
    return [calls, elements(bridge, list, types.Int32, () => list.add!(0))]
  })
}

test.each([true, false])('a dictionary answers as the original does (text keys: %s)', hasTextKeys => {
  loadParser()
  const found = dictionaryCalls(globalThis as unknown as World, hasTextKeys)
  expect(JSON.stringify(found)).toBe(JSON.stringify(dictionaryCalls(original, hasTextKeys)))
})

test('a list answers as the original does', () => {
  loadParser()
  expect(JSON.stringify(listCalls(globalThis as unknown as World))).toBe(JSON.stringify(listCalls(original)))
})
