import { mutateBytes } from './bytes.mjs'
import { mutateTree } from './tree.mjs'

/** A YAML or JSON document, damaged as a tree or as bytes. */
export function mutateDocument(at, bytes, other) {
  const tree = at.chance(0.5) ? mutateTree(at, bytes.toString(), other.toString()) : undefined
  return tree === undefined ? mutateBytes(at, bytes, other) : Buffer.from(tree)
}
