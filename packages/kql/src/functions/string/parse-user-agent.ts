import { readPackageFile } from '@tripline/files'
import { load } from 'js-yaml'
import { memoized } from '../../limits/bounded-cache.ts'
import { jsonValue } from '../../values/json-elements.ts'
import { refusedValue, shownValue } from '../../values/refused-value.ts'
import { defineUdf, named } from '../../values/udf.ts'

/** A row of uap-core's tables: an expression and the replacements for its groups. */
interface Rule {
  readonly regex: string
  readonly regex_flag?: string
  readonly [replacement: string]: string | undefined
}
type Section = 'user_agent_parsers' | 'os_parsers' | 'device_parsers'

interface UserAgentPart {
  readonly bag: string
  readonly section: Section
  /** Key of the bag, replacement in the table, and the group to use if the table has no replacement. */
  readonly fields: readonly (readonly [key: string, replacement: string, group: number])[]
}

const targets: Readonly<Record<string, UserAgentPart>> = {
  browser: {
    bag: 'Browser',
    section: 'user_agent_parsers',
    fields: [
      ['Family', 'family_replacement', 1],
      ['MajorVersion', 'v1_replacement', 2],
      ['MinorVersion', 'v2_replacement', 3],
      ['Patch', 'v3_replacement', 4],
    ],
  },
  os: {
    bag: 'OperatingSystem',
    section: 'os_parsers',
    fields: [
      ['Family', 'os_replacement', 1],
      ['MajorVersion', 'os_v1_replacement', 2],
      ['MinorVersion', 'os_v2_replacement', 3],
      ['Patch', 'os_v3_replacement', 4],
      ['PatchMinor', 'os_v4_replacement', 5],
    ],
  },
  device: {
    bag: 'Device',
    section: 'device_parsers',
    fields: [
      ['Family', 'device_replacement', 1],
      ['Brand', 'brand_replacement', -1],
      ['Model', 'model_replacement', 1],
    ],
  },
}

/** The tables are a data file of the package, which is read when the function is first called. */
let tables: Readonly<Record<Section, readonly Rule[]>> | undefined
const rulesOf = (section: Section): readonly Rule[] => {
  tables ??= load(readPackageFile(new URL(import.meta.resolve('#user-agents'))).toString('utf8')) as typeof tables
  return tables![section]
}

const expressions = new Map<Section, readonly RegExp[]>()
const expressionsOf = (section: Section): readonly RegExp[] => {
  const known = expressions.get(section)
  if (known !== undefined) return known
  const made = rulesOf(section).map(rule => new RegExp(rule.regex, rule.regex_flag ?? ''))
  expressions.set(section, made)
  return made
}

const answers = memoized(5000, (key: string): Readonly<Record<string, string>> => {
  const [name = '', agent = ''] = [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)]
  const { section, fields } = targets[name]!
  for (const [index, expression] of expressionsOf(section).entries()) {
    const found = expression.exec(agent)
    if (found === null) continue
    const rule = rulesOf(section)[index]!
    return Object.fromEntries(
      fields.map(([field, replacement, group]) => {
        const text = rule[replacement]?.replace(/\$(\d)/g, (_, digit: string) => found[Number(digit)] ?? '')
        return [field, (text ?? found[group] ?? '').trim()]
      }),
    )
  }
  return Object.fromEntries(fields.map(([field], index) => [field, index === 0 ? 'Other' : '']))
})

/** `parse_user_agent(agent, wanted)`: `wanted` is a JSON string or array of `browser`, `os`, `device` (semantics 16.8). */
export function parseUserAgent(agent: string, wanted: string): string | null {
  const names: readonly unknown[] = [jsonValue(wanted)].flat()
  const isKnown = (name: unknown): name is string => typeof name === 'string' && Object.hasOwn(targets, name)
  if (names.length === 0 || !names.every(isKnown))
    throw refusedValue('unsettled-call', `parse_user_agent() for ${shownValue(wanted)}`)
  return JSON.stringify(Object.fromEntries(names.map(name => [targets[name]!.bag, answers(`${name} ${agent}`)])))
}

export const parseUserAgentUdfs = named({
  parse_user_agent: defineUdf({
    parameters: ['string', 'dynamic'],
    result: 'dynamic',
    nulls: 'propagate',
    call: parseUserAgent,
  }),
})
