/** Numbers below a bound, the same for the same seed (a linear congruential generator). */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

type Below = ReturnType<typeof randomNumbers>

/** A document as somebody might type it: any indentation, spaces, comments, empty lines, styles of scalars and collections. */
export function writtenAtRandom(seed: number): string {
  const below = randomNumbers(seed)
  const text = mapping(below, 0, 3).join('\n')
  const start = ['', '# head\n', '\n\n', '---\n', '\ufeff'][below(5)]!
  const written = start + text + ['', '\n', '\n\n\n', '\n# the end\n'][below(4)]!
  return below(5) === 0 ? written.replaceAll('\n', '\r\n') : written
}

const blanks = (below: Below, least: number): string => ' '.repeat(least + below(3))

function comments(below: Below, column: number): readonly string[] {
  return [[], [], [], [''], ['   '], ['', ''], [`${' '.repeat(column)}# comment`], [`${' '.repeat(below(6))}#- x: 1`]][
    below(8)
  ]!
}

function mapping(below: Below, column: number, depth: number): readonly string[] {
  const lines: string[] = []
  for (let index = 0; index <= below(3); index++) {
    const key = [`k${index}`, `"k ${index}"`, `'k:${index}'`][below(3)]!
    lines.push(...comments(below, column), ...entry(below, `${' '.repeat(column)}${key}:`, column, depth))
  }
  return lines
}

function entry(below: Below, head: string, column: number, depth: number): readonly string[] {
  const kind = depth === 0 ? 2 + below(3) : below(5)
  const deeper = column + 1 + below(4)
  if (kind === 0) return [head + tail(below), ...mapping(below, deeper, depth - 1)]
  if (kind === 1) return [head + tail(below), ...sequence(below, below(3) === 0 ? column : deeper, depth - 1)]
  if (kind === 2) return block(below, head, column)
  if (kind === 3) return [`${head}${blanks(below, 1)}${flow(below, 2, deeper)}${tail(below)}`]
  return [`${head}${blanks(below, 1)}${scalar(below, deeper)}${tail(below)}`]
}

const tail = (below: Below): string => ['', '', ' ', ' # tail', '\t'][below(5)]!

function sequence(below: Below, column: number, depth: number): readonly string[] {
  const lines: string[] = []
  for (let index = 0; index <= below(3); index++) {
    const dash = `${' '.repeat(column)}-${blanks(below, 1)}`
    lines.push(...comments(below, column))
    if (depth > 0 && below(2) === 0) {
      const [first, ...rest] = (below(2) === 0 ? mapping : sequence)(below, dash.length, depth - 1).filter(
        line => !/^\s*(?:#|$)/.test(line),
      )
      lines.push(dash + first!.slice(dash.length), ...rest)
    } else lines.push(...(below(3) === 0 ? block(below, dash.trimEnd(), column) : [dash + scalar(below, dash.length)]))
  }
  return lines
}

/** A literal or folded scalar, with lines that look like entries and comments. */
function block(below: Below, head: string, column: number): readonly string[] {
  const own = 1 + below(4)
  const indent = ' '.repeat(column + own)
  const chomping = ['', '-', '+'][below(3)]!
  // The number counts from the parent, which of entries in a sequence is not the column of the dash.
  const indicator = head.endsWith(':') && !head.includes('- ') && below(3) === 0 ? String(own) : ''
  const content = ['- a:  1', '# not a comment', '{ a,b }  ', 'plain', '', '  further', 'it\'s "quoted"']
  const lines = Array.from({ length: 1 + below(4) }, () => content[below(content.length)]!)
  return [
    `${head} ${'|>'[below(2)]}${indicator}${chomping}${['', ' # why'][below(2)]}`,
    `${indent}first`,
    ...lines.map(line => (line === '' ? '' : indent + line)),
  ]
}

function scalar(below: Below, column: number): string {
  const next = `\n${' '.repeat(column + below(3))}`
  return [
    'plain',
    '007',
    '1.10',
    'null',
    '2026-03-02T10:00:00Z',
    '"a\\u2013b  c"',
    "'it''s'",
    `"two${next}lines"`,
    `two words${next}more`,
    '{}',
    '[ ]',
  ][below(11)]!
}

function flow(below: Below, depth: number, column: number): string {
  if (depth === 0 || below(3) === 0) return ['a', '"b, c"', "'}'", '1.0', 'x y', 'null'][below(6)]!
  const separator = () => ['', ' ', '  ', `\n${' '.repeat(column + below(4))}`][below(4)]!
  const items = Array.from({ length: below(4) }, (_, index) => {
    const item = flow(below, depth - 1, column)
    return below(2) === 0 ? item : `${[`k${index}`, `"q${index}"`][below(2)]}:${blanks(below, 1)}${item}`
  })
  const isMapping = items.every(item => /^(?:k\d|"q\d"):/.test(item))
  const inner = items.map(item => `${separator()}${item}${separator()}`).join(',')
  return isMapping
    ? `{${inner}${separator()}}`
    : `[${inner}${items.length > 0 ? ['', ','][below(2)] : ''}${separator()}]`
}
