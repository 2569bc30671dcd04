/** An expression of Azure Resource Manager templates, as far as values of rules are written with it. */
export type ArmExpression =
  | { readonly kind: 'literal'; readonly value: string | number }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly ArmExpression[] }
  | { readonly kind: 'member'; readonly owner: ArmExpression; readonly key: ArmExpression }

const token = /\s*(?:'([^']*(?:''[^']*)*)'|(-?\d+)|([A-Za-z_][\w.]*?)(?=\s*\()|\.(\w+)|([()[\],]))/y

/** Parses what stands between the outer brackets: calls, texts, whole numbers, `.member` and `[index]`; undefined for the rest. */
export function parseArmExpression(text: string): ArmExpression | undefined {
  let at = 0
  let depth = 0

  function next(): RegExpExecArray | undefined {
    token.lastIndex = at
    const match = token.exec(text)
    if (match) at = token.lastIndex
    return match ?? undefined
  }
  function take(sign: string): boolean {
    const start = at
    if (next()?.[5] === sign) return true
    at = start
    return false
  }
  function expression(): ArmExpression | undefined {
    if (++depth > 100) return undefined
    const [, quoted, number, name] = next() ?? []
    const value = name === undefined ? literal(quoted, number) : call(name)
    depth -= 1
    return value && members(value)
  }
  function literal(quoted: string | undefined, number: string | undefined): ArmExpression | undefined {
    if (quoted !== undefined) return { kind: 'literal', value: quoted.replaceAll("''", "'") }
    // The resource manager counts further than numbers here do.
    return Number.isSafeInteger(Number(number)) ? { kind: 'literal', value: Number(number) } : undefined
  }
  function call(name: string): ArmExpression | undefined {
    const args: ArmExpression[] = []
    if (!take('(')) return undefined
    if (take(')')) return { kind: 'call', name, args }
    do {
      const arg = expression()
      if (!arg) return undefined
      args.push(arg)
    } while (take(','))
    return take(')') ? { kind: 'call', name, args } : undefined
  }
  function members(first: ArmExpression): ArmExpression | undefined {
    let owner = first
    for (;;) {
      const start = at
      const match = next()
      if (match?.[4] !== undefined) owner = { kind: 'member', owner, key: { kind: 'literal', value: match[4] } }
      else if (match?.[5] === '[') {
        const key = expression()
        if (!key || !take(']')) return undefined
        owner = { kind: 'member', owner, key }
      } else {
        at = start
        return owner
      }
    }
  }

  const whole = expression()
  return whole && text.slice(at).trim() === '' ? whole : undefined
}
