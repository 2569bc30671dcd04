import type { YamlMapping, YamlNode } from '@tripline/yaml'
import { type Dialect, type Evaluated, entryOf, evaluate, sizeOf, unknown } from './dialect.ts'

/** What one text may cost, in characters and items, and names inside each other: a few locals can multiply each other. */
const most = { size: 2_000_000, names: 20 }

/** A reference to a local or to a variable, as an expression of its own: `\${local.name}`, `\${var.name}`. */
const reference = /^(local|var)\.([A-Za-z_][\w-]*)((?:\.[A-Za-z_][\w-]*)*)$/

/** A doubled sign, which makes a text of what follows; an interpolation without braces in it; the start of any other template. */
const part = /([$%])\1\{|\$\{([^{}]*)\}|[$%]\{/g

/**
 * The dialect of a Terraform module, in its own language or as JSON: locals and variables with a default are known where they
 * stand in the same file, and every other expression is unknown.
 */
export function terraformDialect(document: YamlMapping): Dialect {
  const named: Readonly<Record<string, ReadonlyMap<string, YamlNode>>> = {
    local: new Map(membersOf(document, 'locals')),
    var: new Map(
      membersOf(document, 'variable').flatMap(([name, node]) => {
        const value = entryOf(node, 'default')
        return value ? [[name, value] as const] : []
      }),
    ),
  }
  let { size, names } = most

  function resolve(expression: string): Evaluated {
    const [, kind, name, members] = reference.exec(expression.trim()) ?? []
    const node = named[kind ?? '']?.get(name!)
    if (!node || names === 0) return unknown
    names -= 1
    const value = members!.split('.').slice(1).reduce(memberOf, evaluate(node, dialect))
    names += 1
    size -= sizeOf(value)
    return size < 0 ? unknown : value
  }

  function read(text: string): Evaluated {
    size = (names === most.names ? most.size : size) - text.length
    if (size < 0) return unknown
    const [whole] = text.matchAll(part)
    // An expression that is all of a text keeps its type.
    if (whole?.[2] !== undefined && whole[0] === text) return resolve(whole[2])
    let isKnown = true
    const value = text.replace(part, (found, sign?: string, expression?: string) => {
      if (sign !== undefined) return found.slice(1)
      const piece = expression === undefined ? unknown : resolve(expression)
      if (piece === null || typeof piece === 'object' || piece === unknown) isKnown = false
      return String(piece)
    })
    return isKnown ? value : unknown
  }

  const dialect: Dialect = {
    valueOf: read,
    nameOf: text => {
      const name = read(text)
      return typeof name === 'string' ? name : text
    },
  }
  return dialect
}

const memberOf = (owner: Evaluated, key: string): Evaluated =>
  owner !== null && typeof owner === 'object' && !Array.isArray(owner) && Object.hasOwn(owner, key)
    ? (owner as { readonly [key: string]: Evaluated })[key]!
    : unknown

/** What blocks of a type define: a mapping, or a list of mappings where there are several. */
function membersOf(document: YamlMapping, type: string): readonly (readonly [string, YamlNode])[] {
  const blocks = entryOf(document, type)
  const mappings = blocks?.kind === 'sequence' ? blocks.items : blocks ? [blocks] : []
  return mappings.flatMap(block =>
    block.kind === 'mapping' ? block.entries.map(({ key, value }) => [key.text, value] as const) : [],
  )
}
