/** A text with a name: the only thing that positions point into. */
export interface SourceFile {
  /** Path as the user would type it, relative to where the command works; shown in messages as it is. */
  readonly path: string
  readonly text: string
}

/** Half-open range of UTF-16 offsets into `file.text`. */
export interface Span {
  readonly file: SourceFile
  readonly start: number
  readonly end: number
}

/** One-based line and column, columns in UTF-16 units, as editors count them. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** A value and where it was written. */
export interface Located<T> {
  readonly value: T
  readonly span: Span
}

const lineStarts = new WeakMap<SourceFile, readonly number[]>()

function startsOf(file: SourceFile): readonly number[] {
  const known = lineStarts.get(file)
  if (known) return known
  const starts = [0]
  for (const { index } of file.text.matchAll(/\r\n|\r|\n/g)) {
    starts.push(index + (file.text.startsWith('\r\n', index) ? 2 : 1))
  }
  lineStarts.set(file, starts)
  return starts
}

/** Line and column of an offset; offsets past the end give the last position. */
export function positionAt(file: SourceFile, offset: number): Position {
  const starts = startsOf(file)
  const at = Math.max(0, Math.min(offset, file.text.length))
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle]! <= at) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: at - starts[low]! + 1 }
}

/** Text of a one-based line, without its line break. */
export function lineAt(file: SourceFile, line: number): string {
  const starts = startsOf(file)
  return file.text.slice(starts[line - 1], starts[line] ?? file.text.length).replace(/[\r\n]+$/, '')
}

/** The span of a whole file's first character: where a message about the file itself points. */
export const startOf = (file: SourceFile): Span => ({ file, start: 0, end: 0 })
