// How a node of the syntax tree is mutated, one row per node type. A row returns edits: a span and its new text.

const opposites = { '===': '!==', '!==': '===', '==': '!=', '!=': '==', '<': '>=', '>=': '<', '>': '<=', '<=': '>' }
const boundaries = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' }
const arithmetic = { '+': '-', '-': '+', '*': '/', '/': '*', '%': '*', '**': '*' }

const swappedMethods = {
  some: 'every',
  every: 'some',
  min: 'max',
  max: 'min',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  toLowerCase: 'toUpperCase',
  toUpperCase: 'toLowerCase',
}
const droppedMethods = new Set(['filter', 'sort', 'toSorted', 'reverse', 'toReversed', 'slice', 'trim'])

/** SQL keywords and their replacements. */
const sqlSwaps = [
  [/\bgreatest\(/g, 'least('],
  [/\bleast\(/g, 'greatest('],
  [/\bAND\b/g, 'OR'],
  [/\bOR\b/g, 'AND'],
  [/\bIS NULL\b/g, 'IS NOT NULL'],
  [/\bIS NOT NULL\b/g, 'IS NULL'],
  [/\bIS NOT DISTINCT FROM\b/g, '='],
  [/\bNULLS FIRST\b/g, 'NULLS LAST'],
  [/\bNULLS LAST\b/g, 'NULLS FIRST'],
  [/\bUNION ALL\b/g, 'UNION'],
  [/\bDISTINCT (?!FROM)/g, ''],
  [/\bLEFT (?=JOIN)/g, ''],
  [/\bDESC\b/g, 'ASC'],
  [/\bASC\b/g, 'DESC'],
  [/ < /g, ' <= '],
  [/ <= /g, ' < '],
  [/ > /g, ' >= '],
  [/ >= /g, ' > '],
  [/ = /g, ' <> '],
  [/ \+ /g, ' - '],
  [/ - /g, ' + '],
  [/\b1\b/g, '2'],
  [/\b0\b/g, '1'],
]

const isText = ({ type, value }) => type === 'TemplateLiteral' || (type === 'Literal' && typeof value === 'string')

const isComparison = ({ type, operator }) => type === 'BinaryExpression' && operator in opposites

/** A condition made always true, then always false; comparisons and negations have their own edits. */
const fixed = (test, ...values) => values.map(value => [test, String(value)])

function binary({ left, right, operator }, source) {
  const between = { start: left.end, end: right.start }
  const swap = (table, word = table[operator]) =>
    word === undefined ? [] : [[between, source.slice(between.start, between.end).replace(operator, () => word)]]
  const added = operator === '+' && (isText(left) || isText(right))
  return [...swap(opposites), ...swap(boundaries), ...(added ? [] : swap(arithmetic))]
}

function logical(node, source) {
  const { left, right, operator } = node
  const between = { start: left.end, end: right.start }
  const other = { '&&': '||', '||': '&&' }[operator]
  const text = source.slice(between.start, between.end)
  return [
    ...(other ? [[between, text.replace(operator, other)]] : []),
    ...[left, right].map(operand => [node, source.slice(operand.start, operand.end)]),
  ]
}

function literal({ value, bigint, start, end }) {
  const edit = text => [[{ start, end }, text]]
  if (bigint !== undefined && bigint !== null) return edit(`${BigInt(bigint) + 1n}n`)
  if (typeof value === 'number') return edit(String(value + 1))
  if (typeof value === 'boolean') return edit(String(!value))
  return value === '' ? edit(`'mutant'`) : []
}

/** A list item with its comma. */
function removals(members, source) {
  return members.filter(Boolean).map(member => {
    const comma = /^\s*,/.exec(source.slice(member.end))
    return [{ start: member.start, end: member.end + (comma?.[0].length ?? 0) }, '']
  })
}

function call(node, source) {
  const { callee } = node
  if (callee.type !== 'MemberExpression' || callee.computed) return []
  const { object, property } = callee
  return [
    ...(Object.hasOwn(swappedMethods, property.name) ? [[property, swappedMethods[property.name]]] : []),
    ...(droppedMethods.has(property.name) ? [[node, source.slice(object.start, object.end)]] : []),
  ]
}

function sqlText({ tag, quasi }, source) {
  if (tag.name !== 'sql') return []
  return quasi.quasis.flatMap(({ start, value: { raw } }) => {
    // The span of a part may include the preceding sign.
    const from = source.indexOf(raw, start)
    return sqlSwaps.flatMap(([pattern, text]) =>
      [...raw.matchAll(pattern)].map(({ 0: found, index }) => [
        { start: from + index, end: from + index + found.length },
        text,
      ]),
    )
  })
}

const removed = node => [[node, ';']]

export const mutators = {
  BinaryExpression: binary,
  LogicalExpression: logical,
  UnaryExpression: ({ operator, argument, ...node }, source) =>
    operator === '!' || operator === '-' ? [[node, source.slice(argument.start, argument.end)]] : [],
  AwaitExpression: (node, source) => [[node, source.slice(node.argument.start, node.argument.end)]],
  IfStatement: ({ test }) => (isComparison(test) ? fixed(test, false) : fixed(test, true, false)),
  ConditionalExpression: ({ test }) => (isComparison(test) ? [] : fixed(test, true, false)),
  WhileStatement: ({ test }) => fixed(test, false),
  ExpressionStatement: node => (node.directive ? [] : removed(node)),
  ThrowStatement: removed,
  BreakStatement: removed,
  ContinueStatement: removed,
  ArrayExpression: ({ elements }, source) => removals(elements, source),
  ObjectExpression: ({ properties }, source) =>
    removals(
      properties.filter(({ type }) => type === 'SpreadElement'),
      source,
    ),
  CallExpression: call,
  Literal: literal,
  TaggedTemplateExpression: sqlText,
}
