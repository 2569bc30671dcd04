/// <reference types="@kusto/language-service-next" />

interface Element {
  readonly ChildCount: number
  readonly IndexInParent: number
  readonly Parent: Element
  GetChild(index: number): Element | null
}

type Visit = ((element: Element) => void) | null

/** Parts of `Kusto.Language` that its type declarations lack. */
interface Internals {
  readonly Parsing: {
    readonly TokenParser: {
      ctor: unknown
      readonly $ctor1: (this: object, strings: unknown) => void
      readonly prototype: object
    }
  }
  readonly Syntax: {
    readonly SyntaxElement: {
      WalkElements: (
        root: Element,
        before?: Visit,
        after?: Visit,
        descends?: ((one: Element) => boolean) | null,
      ) => void
    }
  }
}

/** Does without what the loaded parser does in vain. */
export function takeShortcuts(): void {
  const { Parsing, Syntax } = Kusto.Language as unknown as Internals
  doNotIntern(Parsing)
  walkPlainly(Syntax)
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

/** The parser asks at every element anew whether there is a function to call. */
function walkPlainly({ SyntaxElement }: Internals['Syntax']): void {
  const { WalkElements } = SyntaxElement
  SyntaxElement.WalkElements = (root, before, after, descends) => {
    if (!root || descends) return WalkElements(root, before, after, descends)
    let node = root
    let index = 0
    before?.(root)
    for (;;) {
      const child = index < node.ChildCount ? node.GetChild(index) : undefined
      if (child) {
        node = child
        index = 0
        before?.(node)
      } else if (child === null) index++
      else {
        after?.(node)
        if (node === root) return
        index = node.IndexInParent + 1
        node = node.Parent
      }
    }
  }
}
