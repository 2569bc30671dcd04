import { re2Classes, re2CodePoint } from './re2-classes.ts'
import { tooCostly } from './regex-problem.ts'

/** What reading a pattern reveals. */
export interface PlainRegex {
  readonly groupCount: number
  readonly groupNames: ReadonlyMap<string, number>
  /** The same pattern in RE2's syntax; absent if RE2 may give another result for some text. */
  readonly re2: string | undefined
}

/**
 * Reads a pattern in the common subset of Kusto's dialect. Undefined for any other pattern, valid or not: the engine itself
 * decides about those (`rust-regex.ts`), at a thousand times the cost.
 */
export function plainRegex(pattern: string): PlainRegex | undefined {
  if (pattern.length > longest || tooCostly(pattern)) return undefined
  const reader = new PatternReader(pattern)
  const { text, weight } = reader.alternation({ i: false, m: false, s: false, U: false })
  if (!reader.finished() || weight > heaviest) return undefined
  return { groupCount: reader.groups, groupNames: reader.names, re2: reader.exact ? text : undefined }
}

/** Both engines limit the size of a compiled pattern; up to this weight it certainly fits. */
const heaviest = 5000
const unicodeClassWeight = 150
/** RE2 rejects more repetitions, also as the product of nested ones. */
const mostRepetitions = 1000
const deepest = 100
const longest = 10_000

type Flags = Readonly<Record<'i' | 'm' | 's' | 'U', boolean>>

/** A part of a pattern in RE2's syntax. */
interface Piece {
  readonly text: string
  readonly weight: number
  /** Whether it can match the empty text. */
  readonly empty: boolean
  /** The maximum number of repetitions of any part, as RE2 counts them. */
  readonly times: number
}

/** A member of a class; `codePoint` if it is a single one, which may start or end a range. */
interface Member {
  readonly text: string
  readonly codePoint?: number
  readonly perl?: string
}

const nothing: Piece = { text: '', weight: 0, empty: true, times: 1 }
const assertion = (text: string): Piece => ({ ...nothing, text, weight: 1 })
const character = (text: string, weight = 1): Piece => ({ text, weight, empty: false, times: 1 })

const tokens = {
  directive: /\(\?([imsU]*)(?:-([imsU]+))?\)/y,
  flagged: /\(\?([imsU]*)(?:-([imsU]+))?:/y,
  named: /\(\?P?<([A-Za-z_][0-9A-Za-z_]*)>/y,
  bare: /\((?!\?)/y,
  repetition: /(?:([*+?])|\{(\d{1,4})(?:(,)(\d{1,4})?)?\})(\?)?/y,
  hexadecimal: /x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|[xuU]\{([0-9A-Fa-f]{1,8})\}/y,
}
const controls: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 }
const anchors: Readonly<Record<string, string>> = { A: '\\A', z: '\\z' }

class PatternReader {
  groups = 0
  readonly names = new Map<string, number>()
  exact = true
  private at = 0
  private depth = 0
  private plain = true

  constructor(private readonly pattern: string) {}

  finished(): boolean {
    return this.plain && this.at === this.pattern.length
  }

  /** Alternatives up to the end of their group; flags set inside remain in effect there, across `|`. */
  alternation(outer: Flags): Piece {
    if (++this.depth > deepest) return this.beyond()
    let flags = outer
    const choices: Piece[][] = [[]]
    while (this.at < this.pattern.length && this.peek() !== ')') {
      const directive = this.take(tokens.directive)
      if (directive) flags = this.flagsOf(directive, flags)
      else if (this.eat('|')) choices.push([])
      else choices.at(-1)!.push(this.repeated(this.atom(flags), flags))
    }
    this.depth--
    const parts = choices.map(sequence)
    return {
      text: parts.length === 1 ? parts[0]!.text : `(?:${parts.map(part => part.text).join('|')})`,
      weight: sum(parts),
      empty: parts.some(part => part.empty),
      times: Math.max(...parts.map(part => part.times)),
    }
  }

  /** Gives up on the pattern. */
  private beyond(): Piece {
    this.plain = false
    this.at = this.pattern.length
    return nothing
  }

  private peek(): string {
    const codePoint = this.pattern.codePointAt(this.at)
    return codePoint === undefined ? '' : String.fromCodePoint(codePoint)
  }

  private next(): string {
    const found = this.peek()
    this.at += found.length
    return found
  }

  private eat(text: string): boolean {
    if (!this.pattern.startsWith(text, this.at)) return false
    this.at += text.length
    return true
  }

  private take(token: RegExp): RegExpExecArray | undefined {
    token.lastIndex = this.at
    const found = token.exec(this.pattern)
    if (!found) return undefined
    this.at += found[0].length
    return found
  }

  private flagsOf([whole, on = '', off = '']: RegExpExecArray, flags: Flags): Flags {
    const letters = [...on, ...off]
    if (new Set(letters).size < letters.length || whole === '(?)') this.beyond()
    return { ...flags, ...Object.fromEntries(letters.map((letter, index) => [letter, index < on.length])) }
  }

  private repeated(atom: Piece, flags: Flags): Piece {
    let body = atom
    for (let found = this.take(tokens.repetition); found; found = this.take(tokens.repetition)) {
      const [sign, least, comma, most, lazy] = found.slice(1)
      const min = sign ? Number(sign === '+') : Number(least)
      const max = sign === '?' ? 1 : sign || (comma && most === undefined) ? Infinity : Number(most ?? least)
      // The crate drops groups that can never match.
      if (max === 0 || max < min || min > mostRepetitions || (max > mostRepetitions && max < Infinity))
        return this.beyond()
      // Engines differ on the content of a group after an empty repetition.
      if (body.empty && max > 1) this.exact = false
      const count = max < Infinity ? max : min + 1
      const times = body.times * (sign ? 1 : count)
      if (times > mostRepetitions) this.exact = false
      const bounds = sign ?? (comma ? `{${min},${most ?? ''}}` : `{${min}}`)
      body = {
        text: `(?:${body.text})${bounds}${(lazy === '?') === flags.U ? '' : '?'}`,
        weight: body.weight * count + 1,
        empty: body.empty || min === 0,
        times,
      }
      if (body.weight > heaviest) return this.beyond()
    }
    return body
  }

  private atom(flags: Flags): Piece {
    if (this.peek() === '(') return this.group(flags)
    const found = this.next()
    switch (found) {
      case '[':
        return this.bracket(flags)
      case '\\':
        return this.escaped(flags)
      case '.':
        return character(flags.s ? '(?s:.)' : '[^\\x{a}]')
      case '^':
        return assertion(flags.m ? '(?m:^)' : '\\A')
      case '$':
        return assertion(flags.m ? '(?m:$)' : '\\z')
      case '*':
      case '+':
      case '?':
      case '{':
        return this.beyond()
      default:
        return this.literal(found.codePointAt(0)!, flags)
    }
  }

  private literal(codePoint: number, flags: Flags): Piece {
    if (codePoint >= 0xd800 && codePoint <= 0xdfff) return this.beyond()
    this.folds(codePoint, flags)
    const text = re2CodePoint(codePoint)
    return character(flags.i && /^[A-Za-z]/.test(text) ? `(?i:${text})` : text)
  }

  /** RE2 lacks some case pairs outside ASCII. */
  private folds(codePoint: number, flags: Flags): void {
    if (flags.i && codePoint > 0x7f) this.exact = false
  }

  private group(outer: Flags): Piece {
    const flagged = this.take(tokens.flagged)
    const named = flagged ? undefined : this.take(tokens.named)
    if (!flagged && !named && !this.take(tokens.bare)) return this.beyond()
    const flags = flagged ? this.flagsOf(flagged, outer) : outer
    if (!flagged) this.groups++
    if (named) {
      if (this.names.has(named[1]!)) return this.beyond()
      this.names.set(named[1]!, this.groups)
    }
    const body = this.alternation(flags)
    return this.eat(')') ? { ...body, text: `(${flagged ? '?:' : ''}${body.text})` } : this.beyond()
  }

  private escaped(flags: Flags): Piece {
    const anchor = anchors[this.peek()]
    if (anchor !== undefined) {
      this.at++
      return assertion(anchor)
    }
    if (/[bB]/.test(this.peek())) {
      this.exact = false
      return /^(?:B|b(?!\{))/.test(this.pattern.slice(this.at, this.at + 2)) && this.next()
        ? assertion('')
        : this.beyond()
    }
    const member = this.escapedMember()
    if (member.codePoint !== undefined) return this.literal(member.codePoint, flags)
    if (member.perl === undefined) return this.beyond()
    const negated = member.perl < 'a'
    return character(`[${negated ? '^' : ''}${re2Classes[member.perl.toLowerCase()]}]`, unicodeClassWeight)
  }

  /** What a backslash introduces, inside a class and outside. */
  private escapedMember(): Member {
    const hexadecimal = this.take(tokens.hexadecimal)
    if (hexadecimal) {
      const codePoint = Number.parseInt(hexadecimal.slice(1).find(digits => digits !== undefined)!, 16)
      return codePoint > 0x10ffff ? this.beyond() : single(codePoint)
    }
    const found = this.next()
    if (/^[dswDSW]$/.test(found)) return { text: '', perl: found }
    const control = controls[found]
    if (control !== undefined) return single(control)
    return /^[!-/:;=?@[-`{-~ ]$/.test(found) ? single(found.codePointAt(0)!) : this.beyond()
  }

  /** The rest of a bracketed class of characters, ranges and Perl classes. */
  private bracket(flags: Flags): Piece {
    const negated = this.eat('^')
    const members: Member[] = []
    if (this.pattern.startsWith(']-', this.at)) return this.beyond()
    while (this.at < this.pattern.length && (members.length === 0 || this.peek() !== ']')) {
      if (/^(?:\[|&&|~~|--)/.test(this.pattern.slice(this.at, this.at + 2))) return this.beyond()
      members.push(this.range(this.member(), members.length === 0, flags))
    }
    if (!this.eat(']')) return this.beyond()
    const perls = new Set(members.map(({ perl }) => perl))
    const texts = members.map(member => (member.perl === undefined ? member.text : this.perlText(member.perl, perls)))
    const text = `[${negated ? '^' : ''}${texts.join('')}]`
    const weight = members.some(({ perl }) => perl !== undefined) ? unicodeClassWeight : 1
    return character(flags.i ? `(?i:${text})` : text, weight)
  }

  /** A negated class cannot be combined with others, unless the two cover everything. */
  private perlText(perl: string, beside: ReadonlySet<string | undefined>): string {
    if (perl !== 'S' && perl < 'a' && beside.has(perl.toLowerCase())) return '\\x{0}-\\x{10ffff}'
    const text = re2Classes[perl]
    if (text === undefined) this.exact = false
    return text ?? ''
  }

  private member(): Member {
    const found = this.next()
    return found === '\\' ? this.escapedMember() : single(found.codePointAt(0)!)
  }

  private range(first: Member, isFirst: boolean, flags: Flags): Member {
    if (first.codePoint !== undefined) this.folds(first.codePoint, flags)
    const dash = this.pattern.slice(this.at, this.at + 2)
    if (!dash.startsWith('-') || dash === '-]') {
      const lone = first.codePoint === 45 && first.text !== '' && this.pattern[this.at - 2] !== '\\'
      return lone && !isFirst && this.peek() !== ']' ? this.beyond() : first
    }
    if (first.codePoint === undefined || dash === '--' || dash === '-[') return this.beyond()
    this.at++
    const last = this.member()
    if (last.codePoint === undefined || first.codePoint > last.codePoint) return this.beyond()
    this.folds(last.codePoint, flags)
    return { text: `${first.text}-${last.text}` }
  }
}

const single = (codePoint: number): Member => ({ text: re2CodePoint(codePoint), codePoint })

const sum = (pieces: readonly Piece[]): number => pieces.reduce((total, { weight }) => total + weight, 0)

const sequence = (pieces: readonly Piece[]): Piece => ({
  text: pieces.map(({ text }) => text).join(''),
  weight: sum(pieces),
  empty: pieces.every(({ empty }) => empty),
  times: Math.max(1, ...pieces.map(({ times }) => times)),
})
