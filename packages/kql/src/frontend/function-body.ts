/// <reference types="@kusto/language-service-next" />
import type { StoredFunction } from '../world/query-world.ts'
import { Language } from './parser.ts'
import type { Nodes } from './syntax.ts'

type Body = Nodes['FunctionBody']

/** Parts of `Kusto.Language` that its type declarations lack or get wrong. */
interface Internals {
  readonly Binding: { readonly Binder: { GetFunctionBodyText(signature: { readonly Body: string }): string } }
  readonly Parsing: { readonly QueryParser: { ParseFunctionBody$1(text: string): Body } }
  readonly Syntax: { readonly SyntaxTree: { ComputeMaxDepth(root: Body): number } }
  readonly Properties: { readonly MaxAnalysisDepth: unknown }
}

const internals = () => Kusto.Language as unknown as Internals

let bodies = new WeakMap<StoredFunction, Body>()

/** Discards what a discarded parser has read. */
export function dropBodies(): void {
  bodies = new WeakMap()
}

/** The syntax of a stored function's body, parsed once. It is not bound: the binder gets copies. */
export function functionBody(stored: StoredFunction): Body {
  const { Binding, Parsing } = internals()
  const body =
    bodies.get(stored) ??
    Parsing.QueryParser.ParseFunctionBody$1(Binding.Binder.GetFunctionBodyText({ Body: stored.body }))
  bodies.set(stored, body)
  return body
}

/** Whether a body is nested too deeply for the binder. */
export function isTooDeep(body: Body): boolean {
  const { Syntax, Properties } = internals()
  const state = Language.GlobalState.Default as unknown as { GetProperty(type: unknown, property: unknown): number }
  const { Int32 } = System as unknown as { readonly Int32: unknown }
  return Syntax.SyntaxTree.ComputeMaxDepth(body) > state.GetProperty(Int32, Properties.MaxAnalysisDepth)
}
