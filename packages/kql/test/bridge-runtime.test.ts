/// <reference types="@kusto/language-service-next" />
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { createContext, Script } from 'node:vm'
import { caseFolders } from '@tripline/testkit'
import { expect, test } from 'vitest'
import { Language, loadParser, toArray } from '../src/frontend/parser.ts'

const folders = caseFolders(fileURLToPath(new URL('../cases', import.meta.url)))
const queries = folders.flatMap(({ files }) => files.get('query.kql') ?? []).filter((_, index) => index % 12 === 0)

/** The parser as its package has it, in a world of its own. */
function loadOriginal(): typeof Kusto.Language {
  const context = createContext({ console }) as { global?: unknown; readonly Kusto: typeof Kusto }
  context.global = context
  for (const name of ['bridge.min.js', 'Kusto.Language.Bridge.min.js']) {
    const path = createRequire(import.meta.url).resolve(`@kusto/language-service-next/${name}`)
    new Script(`(function (module, require) {${readFileSync(path, 'utf8')}\n})`).runInContext(context)({ exports: {} })
  }
  return context.Kusto.Language
}

interface Node {
  readonly Kind: unknown
  readonly ResultType: { readonly Display: string } | null
  readonly ReferencedSymbol: { readonly Display: string } | null
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
    lines.push(`${node.Kind} ${node.ResultType?.Display} ${node.ReferencedSymbol?.Display}`)
    for (let index = 0; index < node.ChildCount; index++) {
      const child = node.GetChild(index)
      if (child) visit(child)
    }
  }
  visit(code.Syntax as unknown as Node)
  return lines
}

test('a faster runtime binds every node as the original does', () => {
  const original = loadOriginal()
  const expected = queries.map(kql => bound(kql, original))
  loadParser()
  expect(queries.map(kql => bound(kql, Language))).toEqual(expected)
  expect(new Set(expected.flat()).size).toBeGreaterThan(100)
})
