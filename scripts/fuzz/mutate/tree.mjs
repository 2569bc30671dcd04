import {
  Alias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  Pair,
  parseDocument,
  Scalar,
  visit,
  YAMLMap,
  YAMLSeq,
} from 'yaml'
import { hostileNumbers, hostilePaths, hostileTexts, hostileTimes, inheritedNames } from './shards.mjs'

/** Damage to one node `{ node, parent, key }` of a YAML or JSON document that leaves it well-formed. */
const ways = [
  [6, ({ parent, key }) => parent.items.splice(key, 1)],
  [6, ({ parent, key }, at) => parent.items.splice(at.below(parent.items.length), 0, parent.items[key])],
  [4, ({ parent, key }, at) => swap(parent.items, key, at.below(parent.items.length))],
  [10, (spot, at) => replace(spot, at.one(otherTypes)())],
  [8, (spot, at) => replace(spot, plain(at.one(hostileNumbers)))],
  [6, (spot, at) => replace(spot, plain(at.one(hostileTimes)))],
  [8, (spot, at) => replace(spot, new Scalar(at.one(hostileTexts) + textIn(spot)))],
  [4, (spot, at) => replace(spot, new Scalar(at.one(hostilePaths)))],
  [4, (spot, at) => replace(spot, new Scalar(at.one(inheritedNames)))],
  [6, (spot, at) => rename(spot, at.one([...inheritedNames, '<<', '', 'null', '1', ...hostileTexts]))],
  [3, spot => replace(spot, new Scalar(`${textIn(spot)}`.repeat(50)))],
  [
    3,
    (spot, at) =>
      replace(
        spot,
        wrapped(
          valueIn(spot),
          at.weighted([
            [8, 3],
            [2, 200],
            [1, 3000],
          ]),
        ),
      ),
  ],
  [3, (spot, at) => aliased(spot, at)],
  [4, ({ parent, key }, at, other) => parent.items.splice(key, 1, foreign(at, parent, other) ?? parent.items[key])],
  [
    2,
    (spot, at) =>
      replace(
        spot,
        list(
          at.weighted([
            [8, 30],
            [1, 2000],
          ]),
          valueIn(spot),
        ),
      ),
  ],
]

const otherTypes = [
  () => new Scalar(null),
  () => new Scalar(true),
  () => new Scalar(0),
  () => new Scalar(Number.NaN),
  () => new Scalar(''),
  () => new YAMLMap(),
  () => new YAMLSeq(),
  () => list(1, new Scalar('x')),
]

/** The text with some of its nodes damaged; undefined if it cannot be parsed as a document, or written as one. */
export function mutateTree(at, text, otherText) {
  const document = parseDocument(text)
  const other = parseDocument(otherText)
  if (document.errors.length > 0 || other.errors.length > 0) return undefined
  try {
    for (let times = 1 + at.below(3); times > 0; times--) {
      const spots = spotsIn(document)
      if (spots.length > 0) at.weighted(ways)(at.one(spots), at, other)
    }
    return String(document)
  } catch {
    return undefined
  }
}

function spotsIn(document) {
  const spots = []
  visit(document, {
    Collection: (_, parent) => void spots.push(...parent.items.map((node, key) => ({ node, parent, key }))),
  })
  return spots
}

const valueIn = ({ node }) => (isPair(node) ? node.value : node)
const textIn = spot => {
  const value = valueIn(spot)
  return isScalar(value) ? String(value.value) : ''
}

function replace({ node, parent, key }, value) {
  if (isPair(node)) node.value = value
  else parent.items[key] = value
}

function rename({ node }, name) {
  if (isPair(node)) node.key = new Scalar(name)
}

/** A scalar that is written as is, whatever it is read back as. */
const plain = text => Object.assign(new Scalar(text), { type: Scalar.PLAIN, source: text, tag: undefined })

function list(length, item) {
  const items = new YAMLSeq()
  items.items = Array(length).fill(item)
  return items
}

function wrapped(value, depth) {
  let outer = value
  for (let level = 0; level < depth; level++) {
    const inner = outer
    outer = level % 2 ? list(1, inner) : Object.assign(new YAMLMap(), { items: [new Pair(new Scalar('a'), inner)] })
    outer.flow = true
  }
  return outer
}

function swap(items, left, right) {
  const first = items[left]
  items[left] = items[right]
  items[right] = first
}

/** A node that becomes an alias or merge of another, or of itself. */
function aliased({ node, parent, key }, at) {
  const value = isPair(node) ? node.value : node
  if (!isCollection(value) && !isScalar(value)) return
  value.anchor = 'again'
  const alias = new Alias('again')
  if (isMap(parent)) parent.items.push(new Pair(new Scalar(at.chance(0.5) ? '<<' : 'again'), alias))
  else if (at.chance(0.3) && isCollection(value))
    value.items.push(isMap(value) ? new Pair(new Scalar('self'), alias) : alias)
  else parent.items.splice(key + 1, 0, ...Array(at.one([1, 20])).fill(alias))
}

/** An item of another document that fits in `parent`. */
function foreign(at, parent, other) {
  const fitting = spotsIn(other).filter(({ node }) => isPair(node) === isMap(parent))
  return fitting.length > 0 ? at.one(fitting).node : undefined
}
