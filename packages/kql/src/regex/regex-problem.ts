const lookAround = 'uses look-around, which Kusto does not have'

/** Whether that is the explanation: the service is known to reject such a pattern. */
export const isLookAround = (explanation: string): boolean => explanation.startsWith(lookAround)

/** The crate's messages about a pattern and ours; the texts continue "the regular expression". */
const explanations: readonly (readonly [RegExp, string])[] = [
  [/look-around/, lookAround],
  [/backreferences/, "has a '\\' before a digit: Kusto has neither back-references nor octal escapes"],
  [/unclosed group/, "has a '(' without ')'"],
  [/unopened group/, "has a ')' without '('"],
  [/unclosed character class/, "has a '[' without ']'"],
  [/repetition operator missing expression/, 'has a repetition with nothing before it to repeat'],
  [/unclosed counted repetition/, "has a '{' without '}'"],
  [/repetition quantifier/, "has a '{' that does not start a repetition"],
  [/unrecognized escape/, 'has an unknown escape'],
  [/size limit|maximum number/, 'is too large'],
  [/Unicode property (?:value )?not found/, 'names a Unicode class that does not exist'],
]

/** The crate's message in the words of a diagnostic, with the part that it points at. */
export function regexExplanation(message: string): string {
  const reason = /error: (.*)$/s.exec(message)?.[1] ?? message
  const known = explanations.find(([sign]) => sign.test(reason))?.[1]
  return `${known ?? `cannot be read: ${reason.replaceAll('\n', ' ')}`}${pointedAt(message)}`
}

/** The crate underlines the error below the pattern, both indented by four; patterns of several lines have another layout. */
function pointedAt(message: string): string {
  const [, pattern = '', marks = ''] = message.split('\n')
  const underlined = /^( {4} *)(\^+)/.exec(marks)
  if (!underlined) return ''
  const from = underlined[1]!.length
  return ` ('${[...pattern].slice(from, from + underlined[2]!.length).join('')}' at character ${from - 3})`
}

/**
 * Whether the pattern would cost the engine too much before its own size limit applies. A Unicode class contains hundreds of
 * ranges, case folding visits each code point of a wide one, and every point of the pattern needs memory for its groups.
 */
export function tooCostly(pattern: string): boolean {
  const folds = /\(\?[a-zA-Z]*i/.test(pattern)
  let cost = pattern.length
  let groups = 0
  for (const [token] of pattern.matchAll(costly)) {
    if (token === '(') groups++
    else if (token === '[') cost += folds ? 200 : 20
    else if (wide.test(token)) cost += folds ? 1000 : 300
  }
  return cost > mostCost || groups > mostGroups
}

const costly = /-?\\[\s\S]|-[\u0080-\uffff]|\[|\((?!\?(?!P?<))/g
/** Named classes and ranges that end beyond ASCII. */
const wide = /\\[pPdDsSwW]|-\\[xuU]|-[^\\]/
const mostCost = 100_000
const mostGroups = 200
