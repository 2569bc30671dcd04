/** A name as commands write it; one of its three groups matches. */
export const nameGroup = String.raw`(?:\['([^']+)'\]|\["([^"]+)"\]|([\w-]+))`

/** A management command: words after the dot, `NAME` for a name, the rest as in a regular expression. */
export const commandPattern = (words: string): RegExp =>
  new RegExp(`^\\.${words.replaceAll('NAME', nameGroup).replaceAll(' ', '\\s+')}\\s*$`, 'is')

/** What the groups of a pattern matched, if it did. */
export const groupsIn = (pattern: RegExp, text: string): readonly string[] | undefined =>
  pattern
    .exec(text.trim())
    ?.slice(1)
    .filter(group => group !== undefined)
