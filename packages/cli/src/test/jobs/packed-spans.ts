import type { SourceFile, Span } from '@tripline/diagnostics'

/** Plain data whose spans name their files by number, so that no text is sent twice. */
export interface Packed {
  readonly value: unknown
  /** The files that were not sent before, in the order of their numbers. */
  readonly files: readonly SourceFile[]
}

/** Packs plain data for one receiver. A span becomes the array of its file's number, start and end, of a type that plain data never has. */
export function packer(): (value: unknown) => Packed {
  const numbers = new Map<SourceFile, number>()
  return unpacked => {
    const files: SourceFile[] = []
    const packed = ({ file, start, end }: Span) => {
      if (!numbers.has(file)) {
        numbers.set(file, numbers.size)
        files.push(file)
      }
      return Float64Array.of(numbers.get(file)!, start, end)
    }
    return { value: mapped(unpacked, value => (isSpan(value) ? packed(value) : undefined)), files }
  }
}

/** Restores what one `packer` packed, in the same order. */
export function unpacker(): (packed: Packed) => unknown {
  const known: SourceFile[] = []
  const unpacked = ([file, start, end]: Float64Array): Span => ({ file: known[file!]!, start: start!, end: end! })
  return ({ value, files }) => {
    for (const file of files) known.push(file)
    return mapped(value, part => (part instanceof Float64Array ? unpacked(part) : undefined))
  }
}

/** The value with every part replaced that `replacement` has something for. What has no such part stays the same object. */
function mapped(value: unknown, replacement: (value: object) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const replaced = replacement(value)
  if (replaced !== undefined) return replaced
  const parts = value as Record<string, unknown>
  let copy: Record<string, unknown> | undefined
  for (const key of Object.keys(parts)) {
    const part = mapped(parts[key], replacement)
    if (part === parts[key]) continue
    copy ??= (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>
    copy[key] = part
  }
  return copy ?? value
}

/** Exactly a span, because untrusted JSON is part of the data. */
function isSpan(value: object): value is Span {
  const { file, start, end } = value as Partial<Span>
  if (typeof file !== 'object') return false
  const isFile = typeof file?.path === 'string' && typeof file.text === 'string'
  return isFile && typeof start === 'number' && typeof end === 'number' && Object.keys(value).length === 3
}
