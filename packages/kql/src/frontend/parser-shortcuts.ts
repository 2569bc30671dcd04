/// <reference types="@kusto/language-service-next" />

interface Element {
  readonly ChildCount: number
  readonly FullWidth: number
  readonly Root: Element
  IndexInParent: number
  OffsetInParent: number
  _triviaStart: number
  /** The one bit that is used says whether the element or one in it has messages of the parser. */
  flags: number
  /** Nothing while the element is being built. */
  _parentOrTree: object | null
  extendedData: object | null
  GetChild(index: number): Element | null
}

/** A list or an array. */
interface Messages {
  readonly Count?: number
  readonly length?: number
}

interface Node extends Element {
  fullWidth: number
}

interface Scanner {
  PeekToken(): { readonly Text: string }
  IsKnownQueryOperatorParameterName(name: string): boolean
  /** The number of tokens, if the parameter's name is one that operators have. */
  ScanKnownQueryOperatorParameterName(isAssigned: boolean, offset?: number): number
}

/** Parts of `Kusto.Language` that its type declarations lack. */
interface Internals {
  readonly Binding: {
    readonly Binder: {
      DefaultSetSemanticInfo: (node: object, info: { readonly Diagnostics: Messages | null } | null) => void
      TryBind: (tree: { readonly Root: Element }, ...options: readonly unknown[]) => boolean
    }
  }
  readonly Parsing: {
    readonly QueryParser: {
      readonly s_multiTokenQueryOperatorParameterNames: { ToArray(): string[] }
      readonly prototype: Scanner
    }
    readonly TokenParser: {
      ctor: unknown
      readonly $ctor1: (this: object, strings: unknown) => void
      readonly prototype: object
    }
  }
  readonly Diagnostic: unknown
  readonly Utils: { readonly EmptyReadOnlyList$1: (type: unknown) => { readonly Instance: unknown } }
  readonly Syntax: {
    readonly SyntaxTree: (new () => object) & { ComputeMaxDepth: (root: Element) => number }
    readonly SyntaxNode: { new (): Node; readonly prototype: { Init: (this: Node) => void } }
    readonly SyntaxElement: {
      readonly ExtendedData: new () => object
      readonly prototype: {
        GetExtendedData: (this: Element, isNeeded?: boolean) => object | null
        Attach: (this: Element, type: unknown, element: Element | null | undefined, optional?: boolean) => unknown
        InitializeTriviaStarts: (this: Element) => void
        GetContainedDiagnostics: (this: Element, include?: number, token?: unknown) => unknown
      }
    }
  }
}

/** Does without what the loaded parser does in vain. */
export function takeShortcuts(): void {
  const internals = Kusto.Language as unknown as Internals
  const { Parsing, Syntax } = internals
  doNotIntern(Parsing)
  scanNamesOnce(Parsing)
  linkPlainly(Syntax)
  extendPlainly(Syntax)
  locateByLevel(Syntax)
  gatherWhatThereIs(internals)
}

/** The parser keeps one copy of equal texts within a query. In JavaScript equal texts are the same anyway. */
function doNotIntern({ TokenParser }: Internals['Parsing']): void {
  const { $ctor1, prototype } = TokenParser
  const plain = function (this: object) {
    $ctor1.call(this, null)
  }
  plain.prototype = prototype
  TokenParser.ctor = plain
}

/**
 * Wherever an operator may have a parameter, the parser compares the next tokens with every name that consists of several, using
 * a locale. If none of these names starts with the first letter of the next token, none can match.
 */
function scanNamesOnce({ QueryParser }: Internals['Parsing']): void {
  const { prototype, s_multiTokenQueryOperatorParameterNames: names } = QueryParser
  const { ScanKnownQueryOperatorParameterName } = prototype
  const first = new Set(names.ToArray().map(name => name[0]))
  prototype.ScanKnownQueryOperatorParameterName = function (isAssigned, offset = 0) {
    const { Text } = this.PeekToken()
    return offset === 0 &&
      /^[A-Za-z]/.test(Text) &&
      !first.has(Text[0]) &&
      !this.IsKnownQueryOperatorParameterName(Text)
      ? -1
      : ScanKnownQueryOperatorParameterName.call(this, isAssigned, offset)
  }
}

/** The parser verifies at every element that its parent is a node, and reads its children twice. */
function linkPlainly({ SyntaxElement: { prototype }, SyntaxNode, SyntaxTree }: Internals['Syntax']): void {
  const { Attach } = prototype
  prototype.Attach = function (type, element, optional) {
    if (!element || element._parentOrTree) return Attach.call(this, type, element, optional)
    element._parentOrTree = this
    this.flags |= element.flags
    return element
  }
  SyntaxNode.prototype.Init = function () {
    let width = 0
    const count = this.ChildCount
    for (let index = 0; index < count; index++) {
      const child = this.GetChild(index)
      if (!child) continue
      child.OffsetInParent = width
      child.IndexInParent = index
      width += child.FullWidth
    }
    this.fullWidth = width
  }
  Object.defineProperty(prototype, 'Parent', {
    enumerable: true,
    configurable: true,
    get(this: Element) {
      return this._parentOrTree instanceof SyntaxTree ? null : this._parentOrTree
    },
  })
}

/** The parser attaches what the binder finds by compare-and-exchange, which only threads would need. */
function extendPlainly({ SyntaxElement: { ExtendedData, prototype } }: Internals['Syntax']): void {
  prototype.GetExtendedData = function (isNeeded) {
    if (!this.extendedData && isNeeded) this.extendedData = new ExtendedData()
    return this.extendedData
  }
}

/** Finds where elements start, and how deep a tree is, in one pass. */
function locateByLevel({ SyntaxElement: { prototype }, SyntaxNode, SyntaxTree }: Internals['Syntax']): void {
  const { ComputeMaxDepth } = SyntaxTree
  const depths = new WeakMap<Element, number>()
  prototype.InitializeTriviaStarts = function () {
    const root = this.Root
    root._triviaStart = root.OffsetInParent
    const isNode = (element: Element) => element instanceof SyntaxNode
    const depth = visitByLevel(root, isNode, (child, parent) => {
      child._triviaStart = parent._triviaStart + child.OffsetInParent
    })
    depths.set(root, depth)
  }
  SyntaxTree.ComputeMaxDepth = root => depths.get(root) ?? ComputeMaxDepth(root)
}

/** Visits all elements but the root, parents before their children; returns the number of levels of nodes. */
function visitByLevel(
  root: Element,
  isNode: (element: Element) => boolean,
  visit: (child: Element, parent: Element) => void,
): number {
  let levels = 0
  for (let level = [root]; level.length > 0; levels++) {
    const next: Element[] = []
    for (const parent of level) {
      const count = parent.ChildCount
      for (let index = 0; index < count; index++) {
        const child = parent.GetChild(index)
        if (!child) continue
        visit(child, parent)
        if (isNode(child)) next.push(child)
      }
    }
    level = next
  }
  return levels
}

/** The messages of the parser and of the binder, but not those about bodies of functions. */
const ofBoth = 3

/** Most queries have no messages, and the parser looks for them with an enumerator for each element. */
function gatherWhatThereIs({ Binding: { Binder }, Diagnostic, Syntax, Utils }: Internals): void {
  const { prototype } = Syntax.SyntaxElement
  const { GetContainedDiagnostics } = prototype
  const { DefaultSetSemanticInfo, TryBind } = Binder
  /** Trees that were bound without a message. */
  const silent = new WeakSet<object>()
  let messages = 0
  Binder.DefaultSetSemanticInfo = (node, info) => {
    const found = info?.Diagnostics
    messages += found ? (found.Count ?? found.length!) : 0
    DefaultSetSemanticInfo(node, info)
  }
  Binder.TryBind = (tree, ...options) => {
    const before = messages
    const isBound = TryBind(tree, ...options)
    if (isBound && messages === before) silent.add(tree.Root)
    else silent.delete(tree.Root)
    return isBound
  }
  prototype.GetContainedDiagnostics = function (include, token) {
    return include === ofBoth && this.flags === 0 && silent.has(this)
      ? Utils.EmptyReadOnlyList$1(Diagnostic).Instance
      : GetContainedDiagnostics.call(this, include, token)
  }
}
