import { lookUp } from '@tripline/diagnostics'
import type { Boundary } from './regex-classes.ts'
import {
  boundaries,
  codePointText,
  controlEscapes,
  hexWidths,
  isProperty,
  perlClasses,
  posixClasses,
} from './regex-classes.ts'

/**
 * Kusto's regex dialect (the Rust `regex` crate, semantics 3.1) as a tree. What the dialect rejects, and the few
 * constructs that no engine here can reproduce, come back as a problem.
 */
export type RegexNode =
  | { readonly kind: 'literal'; readonly codePoint: number; readonly fold: boolean }
  /** `text` is a JavaScript `v`-mode class; `plain`: nothing but code points and ranges between the brackets. */
  | { readonly kind: 'class'; readonly text: string; readonly plain: boolean; readonly fold: boolean }
  | { readonly kind: 'anchor'; readonly at: 'start' | 'end' | 'lineStart' | 'lineEnd' }
  | { readonly kind: 'boundary'; readonly at: Boundary; readonly ascii: boolean }
  | { readonly kind: 'group'; readonly captures: boolean; readonly body: RegexNode }
  | {
      readonly kind: 'repeat'
      readonly body: RegexNode
      readonly min: number
      readonly max: number
      readonly greedy: boolean
    }
  | { readonly kind: 'concat'; readonly parts: readonly RegexNode[] }
  | { readonly kind: 'alternate'; readonly choices: readonly RegexNode[] }

export type ParsedRegex =
  | {
      readonly ok: true
      readonly root: RegexNode
      readonly groups: number
      readonly names: ReadonlyMap<string, number>
    }
  | { readonly ok: false; readonly problem: string }

interface Flags {
  readonly i: boolean
  readonly m: boolean
  readonly s: boolean
  readonly U: boolean
  readonly x: boolean
  readonly u: boolean
}

class Unsupported extends Error {}
const refuse = (problem: string): never => {
  throw new Unsupported(problem)
}

interface ClassItem {
  readonly text: string
  /** Present when the item is one code point, which may start or end a range. */
  readonly codePoint?: number
}

/** Parse a pattern; `problem` reads after "the regular expression". */
export function parseRegex(pattern: string): ParsedRegex {
  try {
    return new RegexParser(pattern).parse()
  } catch (error) {
    if (error instanceof Unsupported) return { ok: false, problem: error.message }
    throw error
  }
}

class RegexParser {
  private readonly characters: readonly string[]
  private at = 0
  private groups = 0
  private readonly names = new Map<string, number>()

  constructor(pattern: string) {
    this.characters = [...pattern]
  }

  parse(): ParsedRegex {
    const root = this.alternation({ i: false, m: false, s: false, U: false, x: false, u: true })
    if (this.at < this.characters.length) refuse("has a ')' without '('")
    return { ok: true, root, groups: this.groups, names: this.names }
  }

  private peek(ahead = 0): string {
    return this.characters[this.at + ahead] ?? ''
  }

  private eat(text: string): boolean {
    if (![...text].every((character, ahead) => this.peek(ahead) === character)) return false
    this.at += [...text].length
    return true
  }

  private next(count: number): string {
    const text = this.characters.slice(this.at, this.at + count).join('')
    this.at += count
    return text
  }

  private until(close: string): string {
    const end = this.characters.indexOf(close, this.at)
    if (end < 0) return refuse(`has no closing '${close}'`)
    const text = this.characters.slice(this.at, end).join('')
    this.at = end + 1
    return text
  }

  /** Flags set inside a group hold to its end, across `|`. */
  private alternation(outer: Flags): RegexNode {
    let flags = outer
    const choices: RegexNode[] = []
    let parts: RegexNode[] = []
    while (this.at < this.characters.length && this.peek() !== ')') {
      if (flags.x && this.skipped()) continue
      if (this.eat('|')) {
        choices.push({ kind: 'concat', parts })
        parts = []
        continue
      }
      const directive = this.flagDirective(flags)
      if (directive !== undefined) {
        flags = directive
        continue
      }
      parts.push(this.repeated(this.atom(flags), flags))
    }
    const last: RegexNode = { kind: 'concat', parts }
    return choices.length === 0 ? last : { kind: 'alternate', choices: [...choices, last] }
  }

  /** Verbose mode ignores white space and comments. */
  private skipped(): boolean {
    if (/\s/u.test(this.peek())) {
      this.at++
      return true
    }
    if (this.peek() !== '#') return false
    while (this.at < this.characters.length && this.peek() !== '\n') this.at++
    return true
  }

  /** `(?flags)`, which is not a group. */
  private flagDirective(flags: Flags): Flags | undefined {
    const found = /^\(\?([a-zA-Z-]+)\)/.exec(this.characters.slice(this.at, this.at + 16).join(''))
    if (!found) return undefined
    this.at += found[0].length
    return this.withFlags(flags, found[1]!)
  }

  private withFlags(flags: Flags, text: string): Flags {
    const [on = '', off = '', ...more] = text.split('-')
    if (more.length > 0 || (text.includes('-') && off === '')) refuse(`has malformed flags '${text}'`)
    const result: Record<string, boolean> = { ...flags }
    for (const [letters, value] of [
      [on, true],
      [off, false],
    ] as const)
      for (const letter of letters) {
        if (!(letter in result)) refuse(`uses the flag '${letter}', which is not supported`)
        result[letter] = value
      }
    return result as unknown as Flags
  }

  private repeated(atom: RegexNode, flags: Flags): RegexNode {
    let body = atom
    for (;;) {
      if (flags.x) while (this.skipped());
      const bounds = this.bounds()
      if (bounds === undefined) return body
      const greedy = this.eat('?') === flags.U
      body = { kind: 'repeat', body, min: bounds[0], max: bounds[1], greedy }
    }
  }

  private bounds(): readonly [number, number] | undefined {
    if (this.eat('*')) return [0, Infinity]
    if (this.eat('+')) return [1, Infinity]
    if (this.eat('?')) return [0, 1]
    if (!this.eat('{')) return undefined
    const found = /^\s*(\d+)\s*(?:(,)\s*(\d+)?\s*)?$/.exec(this.until('}'))
    if (!found) return refuse("has a '{' that does not start a repetition; write '\\{' for the character")
    const min = Number(found[1])
    const max = found[2] === undefined ? min : found[3] === undefined ? Infinity : Number(found[3])
    if (max < min) refuse(`repeats at least ${min} and at most ${max} times`)
    return [min, max]
  }

  private atom(flags: Flags): RegexNode {
    const character = this.peek()
    this.at++
    switch (character) {
      case '(':
        return this.group(flags)
      case '[':
        return this.bracket(flags)
      case '\\':
        return this.escape(flags)
      case '.':
        if (!flags.u) refuse("uses '.' in a (?-u) part")
        return { kind: 'class', text: flags.s ? '[^]' : '[^\\u{a}]', plain: !flags.s, fold: false }
      case '^':
        return { kind: 'anchor', at: flags.m ? 'lineStart' : 'start' }
      case '$':
        return { kind: 'anchor', at: flags.m ? 'lineEnd' : 'end' }
      case '*':
      case '+':
      case '?':
      case '{':
        return refuse(`has '${character}' with nothing before it to repeat`)
      default:
        return { kind: 'literal', codePoint: character.codePointAt(0)!, fold: flags.i }
    }
  }

  private group(outer: Flags): RegexNode {
    let flags = outer
    let captures = true
    if (this.eat('?')) {
      const look = ['=', '!', '<=', '<!'].find(text => this.eat(text))
      if (look !== undefined) refuse(`uses look-around '(?${look}', which Kusto does not have`)
      if (this.eat('P<') || this.eat('<')) {
        const name = this.until('>')
        if (!/^[_\p{Alphabetic}][\p{Alphabetic}\p{Nd}\p{Nl}\p{No}_.[\]]*$/u.test(name))
          refuse(`names a group '${name}'`)
        if (this.names.has(name)) refuse(`names two groups '${name}'`)
        this.names.set(name, this.groups + 1)
      } else {
        captures = false
        const text = this.until(':')
        if (text !== '') flags = this.withFlags(flags, text)
      }
    }
    if (captures) this.groups++
    const body = this.alternation(flags)
    if (!this.eat(')')) refuse("has a '(' without ')'")
    return { kind: 'group', captures, body }
  }

  private escape(flags: Flags): RegexNode {
    if (this.eat('A')) return { kind: 'anchor', at: 'start' }
    if (this.eat('z')) return { kind: 'anchor', at: 'end' }
    if (this.eat('B')) return { kind: 'boundary', at: 'inside', ascii: !flags.u }
    if (this.eat('<')) return { kind: 'boundary', at: 'start', ascii: !flags.u }
    if (this.eat('>')) return { kind: 'boundary', at: 'end', ascii: !flags.u }
    if (this.eat('b')) {
      const side = Object.keys(boundaries).find(text => this.eat(text))
      return { kind: 'boundary', at: side === undefined ? 'word' : boundaries[side]!, ascii: !flags.u }
    }
    const item = this.classEscape(flags)
    if (item.codePoint !== undefined) return { kind: 'literal', codePoint: item.codePoint, fold: flags.i }
    return { kind: 'class', text: `[${item.text}]`, plain: false, fold: flags.i }
  }

  /** An escape that stands for one character or a class; the backslash is behind. */
  private classEscape(flags: Flags): ClassItem {
    const character = this.peek()
    this.at++
    if (character === '') return refuse("ends in a lone '\\'")
    const perl = perlClasses[character.toLowerCase()]
    if (perl !== undefined) {
      const negated = character < 'a'
      if (negated && !flags.u) refuse(`uses '\\${character}' in a (?-u) part`)
      const text = flags.u ? perl.unicode : perl.ascii
      return { text: negated ? `[^${text}]` : text }
    }
    if (character === 'p' || character === 'P') return { text: this.property(character === 'P') }
    const width = hexWidths[character]
    if (width !== undefined) return single(this.hexadecimal(width))
    const control = controlEscapes[character]
    if (control !== undefined) return single(control)
    if (/[0-9]/.test(character)) refuse(`uses '\\${character}': Kusto has neither back-references nor octal escapes`)
    if (!/[!-~ ]/.test(character) || /[A-Za-z<>]/.test(character)) refuse(`has an unknown escape '\\${character}'`)
    return single(character.codePointAt(0)!)
  }

  private hexadecimal(width: number): number {
    const digits = this.eat('{') ? this.until('}') : this.next(width)
    const value = /^[0-9A-Fa-f]+$/.test(digits) ? Number.parseInt(digits, 16) : Number.NaN
    if (!(value <= 0x10ffff) || (value >= 0xd800 && value <= 0xdfff)) refuse(`has an invalid code point '${digits}'`)
    return value
  }

  /** `\p{Name}`: a general category, a script or a binary property, under the names JavaScript knows. */
  private property(negated: boolean): string {
    let name = this.eat('{') ? this.until('}') : this.next(1)
    const inverted = name.startsWith('^')
    if (inverted) name = name.slice(1)
    const [, key, value] = /^(\w+)\s*(?:=|:)\s*(\w+)$/.exec(name) ?? []
    const capital = name.replace(/(^|_)([a-z])/g, (_, gap: string, letter: string) => gap + letter.toUpperCase())
    const candidates =
      key === undefined
        ? [name, capital, name.toUpperCase(), `Script=${name}`, `Script=${capital}`]
        : [`${key}=${value}`]
    const known = candidates.find(candidate => isProperty(candidate))
    if (known === undefined) return refuse(`uses the Unicode class '${name}', which is not supported`)
    return `\\${negated !== inverted ? 'P' : 'p'}{${known}}`
  }

  private bracket(flags: Flags): RegexNode {
    const { text, plain } = this.classBody(flags)
    return { kind: 'class', text, plain, fold: flags.i }
  }

  /** The rest of a bracketed class, `[` being behind; nested classes and set operations bind as in Rust. */
  private classBody(flags: Flags): { readonly text: string; readonly plain: boolean } {
    const negated = this.eat('^')
    if (negated && !flags.u) refuse('has a negated class in a (?-u) part')
    let plain = true
    let left: string | undefined
    let operator = ''
    let items = ''
    const combine = (): string => (left === undefined ? items : combined(left, operator, items))
    while (this.peek() === '-' && this.eat('-')) items += codePointText(45)
    if (items === '' && this.eat(']')) items += codePointText(93)
    for (;;) {
      if (this.at >= this.characters.length) return refuse("has a '[' without ']'")
      if (flags.x && this.skipped()) continue
      if (this.eat(']')) break
      const operation = ['&&', '--', '~~'].find(text => this.eat(text))
      if (operation !== undefined) {
        plain = false
        left = combine()
        operator = operation
        items = ''
        continue
      }
      if (this.eat('[')) {
        const nested = this.nestedClass(flags)
        if (nested !== undefined) plain = false
        items += nested ?? codePointText(91)
        continue
      }
      const item = this.classItem(flags)
      if (item.codePoint === undefined) plain = false
      items += this.range(item, flags)
    }
    return { text: `[${negated ? '^' : ''}${combine()}]`, plain }
  }

  /** A class inside a class; published rules also write a lone `[` there, as in `[[]`, which can mean nothing else. */
  private nestedClass(flags: Flags): string | undefined {
    const start = this.at
    try {
      return this.posixClass() ?? this.classBody(flags).text
    } catch (error) {
      if (!(error instanceof Unsupported) || this.at < this.characters.length) throw error
      this.at = start
      return undefined
    }
  }

  private posixClass(): string | undefined {
    const found = /^:(\^?)([a-z]+):\]/.exec(this.characters.slice(this.at, this.at + 12).join(''))
    const text = found ? lookUp(posixClasses, found[2]!) : undefined
    if (!found || text === undefined) return undefined
    this.at += found[0].length
    return `[${found[1]}${text}]`
  }

  private classItem(flags: Flags): ClassItem {
    const character = this.peek()
    this.at++
    return character === '\\' ? this.classEscape(flags) : single(character.codePointAt(0)!)
  }

  private range(first: ClassItem, flags: Flags): string {
    if (this.peek() !== '-' || this.peek(1) === ']' || this.peek(1) === '-') return first.text
    this.at++
    const last = this.classItem(flags)
    if (first.codePoint === undefined || last.codePoint === undefined) return refuse('has a range between classes')
    if (first.codePoint > last.codePoint) refuse('has a range that ends before it starts')
    return `${first.text}-${last.text}`
  }
}

const single = (codePoint: number): ClassItem => ({ text: codePointText(codePoint), codePoint })

const combined = (left: string, operator: string, right: string): string =>
  operator === '~~' ? `[[${left}][${right}]]--[[${left}]&&[${right}]]` : `[${left}]${operator}[${right}]`
