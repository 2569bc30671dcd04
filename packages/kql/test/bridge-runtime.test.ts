/// <reference types="@kusto/language-service-next" />
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { Script } from 'node:vm'
import { caseFolders } from '@tripline/testkit'
import { expect, test } from 'vitest'
import { dropParser, loadParser, toArray } from '../src/frontend/parser.ts'

const folders = caseFolders(fileURLToPath(new URL('../cases', import.meta.url)))
const queries = folders.flatMap(({ files }) => files.get('query.kql') ?? []).filter((_, index) => index % 12 === 0)

/** The parser as its package has it. */
function loadOriginal(): void {
  dropParser()
  for (const name of ['bridge.min.js', 'Kusto.Language.Bridge.min.js']) {
    const path = createRequire(import.meta.url).resolve(`@kusto/language-service-next/${name}`)
    new Script(`(function (module, require) {${readFileSync(path, 'utf8')}\n})`).runInThisContext()({ exports: {} })
  }
}

interface Node {
  readonly Kind: unknown
  readonly ResultType: { readonly Display: string } | null
  readonly ReferencedSymbol: { readonly Display: string } | null
  readonly ChildCount: number
  GetChild(index: number): Node | null
}

/** Every node of a query with what it is bound to, and the messages. */
function bound(kql: string): readonly string[] {
  const code = Kusto.Language.KustoCode.ParseAndAnalyze(kql, Kusto.Language.GlobalState.Default as never)!
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
  loadOriginal()
  const expected = queries.map(bound)
  dropParser()
  loadParser()
  expect(queries.map(bound)).toEqual(expected)
  expect(new Set(expected.flat()).size).toBeGreaterThan(100)
})
