/**
 * The Perl classes of Kusto's dialect in the syntax of the database's RE2, for use in brackets. They follow Unicode (semantics
 * 3.1). RE2 lacks Alphabetic, Join_Control and White_Space, and its tables are older than the crate's, so newer digits, letters
 * and marks are listed explicitly.
 */
const newDigits =
  '\\x{10d40}-\\x{10d49}\\x{116d0}-\\x{116e3}\\x{11bf0}-\\x{11bf9}\\x{16130}-\\x{16139}\\x{16d70}-\\x{16d79}\\x{1ccf0}-\\x{1ccf9}\\x{1e5f1}-\\x{1e5fa}'
const newLettersAndMarks = [
  '\\x{897}\\x{1c89}-\\x{1c8a}\\x{a7cb}-\\x{a7cd}\\x{a7da}-\\x{a7dc}\\x{105c0}-\\x{105f3}\\x{10d4a}-\\x{10d65}',
  '\\x{10d69}-\\x{10d6d}\\x{10d6f}-\\x{10d85}\\x{10ec2}-\\x{10ec4}\\x{10efc}\\x{11380}-\\x{11389}\\x{1138b}\\x{1138e}',
  '\\x{11390}-\\x{113b5}\\x{113b7}-\\x{113c0}\\x{113c2}\\x{113c5}\\x{113c7}-\\x{113ca}\\x{113cc}-\\x{113d3}',
  '\\x{113e1}-\\x{113e2}\\x{11bc0}-\\x{11be0}\\x{11f5a}\\x{13460}-\\x{143fa}\\x{16100}-\\x{1612f}\\x{16d40}-\\x{16d6c}',
  '\\x{18cff}\\x{1e5d0}-\\x{1e5f0}\\x{2ebf0}-\\x{2ee5d}',
].join('')
const joinControls = '\\x{200c}\\x{200d}'
const alphabeticSymbols = '\\x{24b6}-\\x{24e9}\\x{1f130}-\\x{1f149}\\x{1f150}-\\x{1f169}\\x{1f170}-\\x{1f189}'

/** By the letter of the escape; missing classes cannot be combined with other members. */
export const re2Classes: Readonly<Record<string, string>> = {
  d: `\\p{Nd}${newDigits}`,
  w: `\\p{L}\\p{M}\\p{Nl}\\p{Nd}\\p{Pc}${joinControls}${alphabeticSymbols}${newDigits}${newLettersAndMarks}`,
  s: '\\t-\\r\\x{20}\\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}',
  S: '\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{84}\\x{86}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{10ffff}',
}

/** A code point in a form that is literal everywhere in RE2's syntax. */
export const re2CodePoint = (codePoint: number): string => {
  const character = String.fromCodePoint(codePoint)
  return /[0-9A-Za-z]/.test(character) ? character : `\\x{${codePoint.toString(16)}}`
}
